import { describe, expect, it } from 'vitest';
import { permissionsOf } from '../../src/people/rules.ts';
import { whyNot } from './permits.ts';

const partner = { permissions: permissionsOf('partner_admin'), ownTenant: false };
const viewer = { permissions: permissionsOf('partner_user'), ownTenant: false };
const owner = { permissions: permissionsOf('tenant_admin'), ownTenant: true };

describe('why a button in a tenant is of no use', () => {
  it('nothing keeps an admin from working in a serving tenant', () => {
    for (const who of [partner, owner]) {
      expect(whyNot(who, 'ACTIVE', 'extensions.write', 'addExtension')).toBeNull();
      expect(whyNot(who, 'TRIAL', 'routing.write')).toBeNull();
    }
  });
  it('a suspended tenant gets no new extensions, by nobody', () => {
    for (const who of [partner, owner])
      expect(whyNot(who, 'SUSPENDED', 'extensions.write', 'addExtension')).toContain('suspended');
  });
  it('its provider changes other things, its own people nothing', () => {
    expect(whyNot(partner, 'SUSPENDED', 'extensions.write')).toBeNull();
    expect(whyNot(owner, 'SUSPENDED', 'extensions.write')).toContain('suspended');
  });
  it('a cancelled tenant is changed by nobody', () => {
    for (const who of [partner, owner]) expect(whyNot(who, 'CANCELLED', 'routing.write')).toContain('cancelled');
  });
  it('who may only look is told so first', () => {
    expect(whyNot(viewer, 'ACTIVE', 'extensions.write')).toContain('View only');
    expect(whyNot(viewer, 'CANCELLED', 'extensions.secrets')).toContain('View only');
  });
});
