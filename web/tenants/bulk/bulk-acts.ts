import type { z } from 'zod';
import type { Tenant } from '../../../src/tenants/contract.ts';
import type { SuspendTenant } from '../../../src/tenants/lifecycle/suspensions-contract.ts';
import type { Outcome } from '../../kit/lists/bulk.ts';
import { STATUS_NAMES } from '../../kit/words/status-labels.ts';
import { type Reactivation, reactivatedText } from '../status/reactivated.ts';
import { reactivateDisabledReason } from '../status/status-rules.ts';

export type BulkAct = 'suspend' | 'reactivate';
/** The options of a bulk action. Restoring deleted tenants is a separate choice. */
export type BulkChange = { act: 'suspend'; suspension: Suspension } | { act: 'reactivate'; withDeleted: boolean };
export type Suspension = z.output<typeof SuspendTenant>;

export const ACTION_LABELS = {
  suspend: {
    verb: 'Suspend',
    going: 'Suspending',
    description: 'Their calls end now, and only 911 calls work until you reactivate them. Phones stay registered.',
  },
  reactivate: {
    verb: 'Reactivate',
    going: 'Reactivating',
    description: 'This lifts every reason except those set by the platform operator. Phones can call right away.',
  },
} as const satisfies Record<BulkAct, object>;

type Chosen = Pick<Tenant, 'status' | 'allowed' | 'purgeAt'>;

/** Suspension a tenant is skipped; null: it isn't. */
export function skipped(
  change: { act: 'suspend' } | { act: 'reactivate'; withDeleted: boolean },
  tenant: Chosen,
): string | null {
  if (change.act === 'reactivate' && tenant.status === 'CANCELLED')
    return reactivateDisabledReason(tenant) ?? (change.withDeleted ? null : 'Stays cancelled.');
  const fits = change.act === 'suspend' ? tenant.allowed.includes('SUSPENDED') : tenant.status === 'SUSPENDED';
  return fits ? null : `Not changed: ${STATUS_NAMES[tenant.status].toLowerCase()}.`;
}

/** The result of reactivating a tenant. One that stays suspended for an operator's reason wasn't reactivated. */
export const reactivatedOutcome = (answer: Reactivation): Pick<Outcome, 'state' | 'text'> => ({
  state: answer.tenant.status === 'SUSPENDED' ? 'refused' : 'done',
  text: reactivatedText(answer),
});
