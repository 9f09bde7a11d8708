import type { Permission } from '../../../src/people/rules.ts';
import type { TenantStatus } from '../../../src/status/contract.ts';
import { statusRefusal } from '../../../src/status/rules.ts';
import { VIEW_ONLY } from './view-only.ts';

/** What a change needs of the tenant's status: a new extension has a separate rule. */
export type Change = 'change' | 'addExtension';

/** Why somebody cannot do this in a tenant now, from the table by which the server refuses; null if it can. */
export function disabledReason(
  who: { permissions: readonly string[]; ownTenant: boolean },
  status: TenantStatus,
  permission: Permission,
  change: Change = 'change',
): string | null {
  if (!who.permissions.includes(permission)) return VIEW_ONLY;
  const refusal =
    (change === 'addExtension' && statusRefusal(status, change)) ||
    statusRefusal(status, who.ownTenant ? 'tenantChanges' : 'partnerChanges');
  return refusal && refusal.message;
}
