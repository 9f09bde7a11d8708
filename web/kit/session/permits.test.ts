import { describe, expect, test } from 'vitest';
import { permissionsOf } from '../../../src/people/rules.ts';
import { disabledReason } from './permits.ts';

const partner = { permissions: permissionsOf('partner_admin'), ownTenant: false };
const viewer = { permissions: permissionsOf('partner_user'), ownTenant: false };
const owner = { permissions: permissionsOf('tenant_admin'), ownTenant: true };

describe('why a button in a tenant is disabled', () => {
  test('an admin can do everything in an active tenant', () => {
    for (const who of [partner, owner]) {
      expect(disabledReason(who, 'ACTIVE', 'extensions.write', 'addExtension')).toBeNull();
      expect(disabledReason(who, 'TRIAL', 'routing.write')).toBeNull();
    }
  });
  test('nobody can add extensions to a suspended tenant', () => {
    for (const who of [partner, owner])
      expect(disabledReason(who, 'SUSPENDED', 'extensions.write', 'addExtension')).toContain('suspended');
  });
  test('in a suspended tenant, its partner can change other things, its own users nothing', () => {
    expect(disabledReason(partner, 'SUSPENDED', 'extensions.write')).toBeNull();
    expect(disabledReason(owner, 'SUSPENDED', 'extensions.write')).toContain('suspended');
  });
  test('nobody can change a cancelled tenant', () => {
    for (const who of [partner, owner])
      expect(disabledReason(who, 'CANCELLED', 'routing.write')).toContain('cancelled');
  });
  test('a read-only user sees that reason first', () => {
    expect(disabledReason(viewer, 'ACTIVE', 'extensions.write')).toContain('View only');
    expect(disabledReason(viewer, 'CANCELLED', 'extensions.secrets')).toContain('View only');
  });
});
