import { SuspensionReason, TenantStatus } from '../../../src/status/contract.ts';
import type { Tenant } from '../../../src/tenants/contract.ts';
import { ApiError } from '../../kit/session/api.ts';
import { reasonLabels, STATUS_NAMES } from '../../kit/words/status-labels.ts';

const HINTS: Record<TenantStatus, string> = {
  TRIAL: 'Everything works.',
  ACTIVE: 'Everything works. Can’t go back to trial.',
  SUSPENDED: 'Only 911 works.',
  CANCELLED: 'Nothing works. Data is deleted after 90 days.',
};

/** A short hint at what works in a status. */
export const statusHint = (status: TenantStatus, sandbox: boolean): string =>
  sandbox && status === 'SUSPENDED' ? 'No calls work.' : HINTS[status];

/** Why a tenant can't be reactivated any more; null if it can. */
export const reactivateDisabledReason = (tenant: Pick<Tenant, 'purgeAt'>, now = new Date()): string | null =>
  tenant.purgeAt !== null && new Date(tenant.purgeAt) <= now
    ? 'The 90 days are over. Its data is being deleted.'
    : null;

/** Why a tenant cannot be edited; null if it can. */
export const editDisabledReason = (tenant: Pick<Tenant, 'status'>): string | null =>
  tenant.status === 'CANCELLED' ? 'A cancelled tenant can’t be changed. Reactivate it first.' : null;

/** Why a tenant cannot be moved to a status now; null if it can. */
export function statusDisabledReason(tenant: Pick<Tenant, 'status' | 'allowed'>, to: TenantStatus): string | null {
  if (to === tenant.status || tenant.allowed.includes(to)) return null;
  if (to === 'TRIAL')
    return tenant.status === 'ACTIVE'
      ? 'An active tenant can’t go back to trial.'
      : 'It was active before and can’t go back to trial.';
  if (tenant.status === 'CANCELLED') return 'Reactivate the tenant first.';
  return `Not possible while the tenant is ${STATUS_NAMES[tenant.status].toLowerCase()}.`;
}

/** Why the server refused a change of status, with the reasons that only the operator can lift. */
export function refusalText(error: Error): string {
  if (!(error instanceof ApiError) || error.code !== 'reason_kept') return error.message;
  return `${error.message} Still in force: ${reasonLabels(error.extra.kept as SuspensionReason[])}.`;
}
