import type { Permission } from '../../../src/people/rules.ts';
import type { TenantStatus } from '../../../src/status/contract.ts';
import { statusRefusal } from '../../../src/status/rules.ts';
import { VIEW_ONLY } from './view-only.ts';

/** The kinds of changes that depend on the tenant's status. New extensions have a separate rule. */
export type Change = 'change' | 'addExtension';

/** Why a user can't do this in a tenant now, by the same table as the server's; null if they can. */
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
