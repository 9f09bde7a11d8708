import type { Permission } from '../../src/people/rules.ts';
import type { TenantStatus } from '../../src/tenants/contract.ts';
import { type Permits, STATUS_PERMITS } from '../../src/tenants/rules.ts';

/** What a change needs of the tenant's status: new extensions have a rule of their own. */
export type Change = 'change' | 'addExtension';

const WORDS: Partial<Record<TenantStatus, Record<Change, string>>> = {
  SUSPENDED: {
    addExtension: 'The tenant is suspended: no new extensions until it is active again.',
    change: 'The tenant is suspended: only its provider can change something.',
  },
  CANCELLED: {
    addExtension: 'The tenant is cancelled: no new extensions.',
    change: 'The tenant is cancelled: it can be read, not changed.',
  },
};

/** Why somebody cannot do this in a tenant now, from the tables that the server refuses by; null if it can. */
export function whyNot(
  who: { permissions: readonly string[]; ownTenant: boolean },
  status: TenantStatus,
  permission: Permission,
  change: Change = 'change',
): string | null {
  if (!who.permissions.includes(permission)) return 'Your role can look, but not change this.';
  const permits: Permits = STATUS_PERMITS[status];
  const changes = who.ownTenant ? permits.tenantChanges : permits.partnerChanges;
  const allowed = changes && (change === 'change' || permits[change]);
  return allowed ? null : (WORDS[status]?.[change] ?? 'The tenant’s status does not allow this.');
}
