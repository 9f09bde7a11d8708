import { TenantStatus } from '../../../src/status/contract.ts';
import type { Tenant } from '../../../src/tenants/contract.ts';
import { reasonLabels } from '../../kit/words/status-labels.ts';

type Seen = Pick<Tenant, 'name' | 'status' | 'suspensionReasons'>;

const NOW: Record<TenantStatus, string> = {
  TRIAL: 'is on trial',
  ACTIVE: 'is active',
  SUSPENDED: 'is suspended',
  CANCELLED: 'is cancelled',
};

/** The message after saving. A change of status comes before other changes. */
export function savedToast(
  before: Seen,
  after: Seen,
  asked: TenantStatus | undefined,
): [message: string, title: string] {
  const { name, status } = after;
  const title = `${name} ${NOW[status]}`;
  if (asked !== undefined && asked !== status)
    return [`Still in force: ${reasonLabels(after.suspensionReasons)}.`, `${name} is still suspended`];
  if (before.status === status) return ['Calls in progress aren’t affected.', `${name} saved`];
  if (status === 'SUSPENDED') return ['Only 911 calls work now.', title];
  return [before.status === 'SUSPENDED' ? 'Phones can call right away.' : 'Calls in progress aren’t affected.', title];
}
