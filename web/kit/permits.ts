import type { Permission } from '../../src/people/rules.ts';
import type { TenantStatus } from '../../src/tenants/contract.ts';
import { VIEW_ONLY } from './view-only.ts';
import { type Permits, STATUS_PERMITS } from '../../src/tenants/rules.ts';

/** What a change needs of the tenant's status: new extensions have a rule of their own. */
export type Change = 'change' | 'addExtension';

const WORDS: Partial<Record<TenantStatus, Record<Change, string>>> = {
  SUSPENDED: {
    addExtension: 'The tenant is suspended. Extensions can’t be added.',
    change: 'The tenant is suspended. Only its provider can make changes.',
  },
  CANCELLED: {
    addExtension: 'The tenant is cancelled. Extensions can’t be added.',
    change: 'The tenant is cancelled. Nothing here can be changed.',
  },
};

/** Why somebody cannot do this in a tenant now, from the tables that the server refuses by; null if it can. */
export function whyNot(
  who: { permissions: readonly string[]; ownTenant: boolean },
  status: TenantStatus,
  permission: Permission,
  change: Change = 'change',
): string | null {
  if (!who.permissions.includes(permission)) return VIEW_ONLY;
  const permits: Permits = STATUS_PERMITS[status];
  const changes = who.ownTenant ? permits.tenantChanges : permits.partnerChanges;
  const allowed = changes && (change === 'change' || permits[change]);
  return allowed ? null : (WORDS[status]?.[change] ?? 'The tenant’s status does not allow this.');
}
