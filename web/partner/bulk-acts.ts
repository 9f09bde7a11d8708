import type { Tenant } from '../../src/tenants/contract.ts';
import type { Outcome } from '../bulk.ts';
import { type Reactivation, reactivatedWords } from './reactivated.ts';
import { STATUS_NAMES, whyNotBack } from './status.ts';

export type BulkAct = 'suspend' | 'reactivate';
/** What is asked for all at once. To bring back deleted tenants is a wish of its own. */
export type BulkWish = { act: BulkAct; withDeleted: boolean };

export const ACT_WORDS = {
  suspend: {
    verb: 'Suspend',
    going: 'Suspending',
    say: 'Their calls end at once and no new ones start, except to 911. Phones stay registered.',
  },
  reactivate: {
    verb: 'Reactivate',
    going: 'Reactivating',
    say: 'Every reason of their suspension is lifted, but for what the operator of the service set. Phones can call at once.',
  },
} as const satisfies Record<BulkAct, object>;

type Chosen = Pick<Tenant, 'status' | 'allowed' | 'purgeAt'>;

/** Why a tenant is left out; null: it is not. */
export function skipped({ act, withDeleted }: BulkWish, tenant: Chosen): string | null {
  if (act === 'reactivate' && tenant.status === 'CANCELLED')
    return whyNotBack(tenant) ?? (withDeleted ? null : 'Stays deleted.');
  const fits = act === 'suspend' ? tenant.allowed.includes('SUSPENDED') : tenant.status === 'SUSPENDED';
  return fits ? null : `Left as it is: ${STATUS_NAMES[tenant.status].toLowerCase()}.`;
}

/** What became of one that was reactivated. One that a reason of the operator's keeps suspended was not. */
export const reactivatedOutcome = (answer: Reactivation): Pick<Outcome, 'state' | 'text'> => ({
  state: answer.tenant.status === 'SUSPENDED' ? 'refused' : 'done',
  text: reactivatedWords(answer),
});
