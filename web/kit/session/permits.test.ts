import { describe, expect, it } from 'vitest';
import { permissionsOf } from '../../../src/people/rules.ts';
import { disabledReason } from './permits.ts';

const partner = { permissions: permissionsOf('partner_admin'), ownTenant: false };
const viewer = { permissions: permissionsOf('partner_user'), ownTenant: false };
const owner = { permissions: permissionsOf('tenant_admin'), ownTenant: true };

describe('why a button in a tenant is of no use', () => {
  it('nothing keeps an admin from working in a serving tenant', () => {
    for (const who of [partner, owner]) {
      expect(disabledReason(who, 'ACTIVE', 'extensions.write', 'addExtension')).toBeNull();
      expect(disabledReason(who, 'TRIAL', 'routing.write')).toBeNull();
    }
  });
  it('a suspended tenant gets no new extensions, by nobody', () => {
    for (const who of [partner, owner])
      expect(disabledReason(who, 'SUSPENDED', 'extensions.write', 'addExtension')).toContain('suspended');
  });
  it('its provider changes other things, its own people nothing', () => {
    expect(disabledReason(partner, 'SUSPENDED', 'extensions.write')).toBeNull();
    expect(disabledReason(owner, 'SUSPENDED', 'extensions.write')).toContain('suspended');
  });
  it('a cancelled tenant is changed by nobody', () => {
    for (const who of [partner, owner])
      expect(disabledReason(who, 'CANCELLED', 'routing.write')).toContain('cancelled');
  });
  it('who may only look is told so first', () => {
    expect(disabledReason(viewer, 'ACTIVE', 'extensions.write')).toContain('View only');
    expect(disabledReason(viewer, 'CANCELLED', 'extensions.secrets')).toContain('View only');
  });
});
