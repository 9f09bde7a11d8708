import { describe, expect, test } from 'vitest';
import { ROLES } from '../platform/http/caller.ts';
import {
  addressBlock,
  mayMoveAddress,
  removalBlockedBy,
  mayDo,
  PERMISSIONS,
  permissionsOf,
  shownPermissions,
} from './rules.ts';

describe('permissions', () => {
  test('show an ordinary user no recordings unless an admin allows it', () => {
    const shown = (hearsRecordings: boolean, role: 'tenant_user' | 'tenant_admin' = 'tenant_user') =>
      shownPermissions(role, { hearsRecordings, tenantKeys: false }).includes('recordings.read');
    expect([shown(true), shown(false), shown(false, 'tenant_admin')]).toEqual([true, false, true]);
  });

  test('let a partner user only read and preview', () => {
    expect(permissionsOf('partner_user').filter((name) => !name.endsWith('.read'))).toEqual(['tenants.preview']);
  });

  test('deny secrets and exports to read-only roles', () => {
    for (const role of ['partner_user', 'tenant_user'] as const)
      for (const name of ['extensions.secrets', 'audit.export']) expect(mayDo(role, name)).toBe(false);
  });

  test('deny the partner’s data to a tenant’s users', () => {
    const partners = ['tenants.', 'numbers.', 'team.', 'defaults.', 'audit.', 'operator.'];
    for (const role of ['tenant_admin', 'tenant_user'] as const)
      expect(permissionsOf(role).filter((name) => partners.some((start) => name.startsWith(start)))).toEqual([]);
  });

  test('keep the operator out of partners and tenants', () => {
    expect(permissionsOf('operator').filter((name) => !name.startsWith('operator.'))).toEqual([]);
  });

  test('are denied for an unknown name', () => {
    for (const role of ROLES) expect(mayDo(role, 'everything')).toBe(false);
    expect(Object.values(PERMISSIONS).every((roles) => roles.length > 0)).toBe(true);
  });
});

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:0DB8:1:2:ffff::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('attempts from %s count for %s', (ip, block) => expect(addressBlock(ip)).toBe(block));

describe('removing users or their admin role', () => {
  const by = (role: string) => ({ id: 'me', role });
  test.each([
    ['partner_admin', { id: 'me', role: 'partner_admin' }, 2, 'own_account'],
    ['partner_admin', { id: 'other', role: 'partner_admin' }, 2, null],
    ['partner_admin', { id: 'other', role: 'partner_admin' }, 1, 'last_admin'],
    ['partner_admin', { id: 'other', role: 'partner_user' }, 1, null],
    ['partner_admin', { id: 'other', role: 'tenant_admin' }, 1, null],
    ['tenant_admin', { id: 'me', role: 'tenant_admin' }, 1, 'last_admin'],
    ['tenant_admin', { id: 'me', role: 'tenant_admin' }, 2, null],
    ['tenant_admin', { id: 'other', role: 'tenant_user' }, 1, null],
  ])('%s removes %o of %i admins: %s', (role, target, admins, kept) =>
    expect(removalBlockedBy({ by: by(role), target, admins })).toBe(kept),
  );
});

describe('an address', () => {
  const P = { partnerId: 'p', tenantId: null };
  const T = { partnerId: 'p', tenantId: 't' };
  const claimed = { role: 'tenant_admin', partnerId: 'p', tenantId: 't', confirmed: false, onlyAdmin: false };
  const team = { ...claimed, role: 'partner_user', tenantId: null };
  test.each([
    ['of a tenant', claimed, { partnerId: 'q', tenantId: 'u' }, true],
    ['of a tenant', claimed, { partnerId: 'q', tenantId: null }, true],
    ['of a tenant', claimed, { partnerId: 'p', tenantId: 'u' }, true],
    ['of a tenant, to its partner', claimed, P, true],
    ['in the same tenant', claimed, T, false],
    ['that was confirmed', { ...claimed, confirmed: true }, { partnerId: 'q', tenantId: 'u' }, false],
    ['of a team', team, { partnerId: 'q', tenantId: null }, true],
    ['of the same team', team, P, false],
    ['of a team, to a tenant', team, { partnerId: 'q', tenantId: 'u' }, false],
    ['of an only admin', { ...team, onlyAdmin: true }, { partnerId: 'q', tenantId: null }, false],
    ['of an operator', { ...team, role: 'operator', partnerId: null }, P, false],
  ])('%s %o, claimed by %o, is released: %s', (_what, holder, newcomer, gives) =>
    expect(mayMoveAddress(holder, newcomer)).toBe(gives),
  );
});
