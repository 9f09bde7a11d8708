import { isCallCap } from '../../limits/cap-contract.ts';
import type { CallReason, EndReason, Outcome } from '../contract.ts';
import { CAUSE, REFUSALS } from '../rules.ts';

/** Why a call that was put through was not answered, by its cause. Null: the outcome says it all. */
const REASON_BY_CAUSE: Partial<Record<number, CallReason | null>> = {
  [CAUSE.normal]: null,
  [CAUSE.noAnswer]: null,
  [CAUSE.unreachable]: null,
  [CAUSE.busy]: null,
  [CAUSE.rejected]: 'declined',
  [CAUSE.unknownNumber]: 'unknown_number',
};

type Ended = { outcome: Outcome; cause: number; reason: string | null };

const isRefusal = (reason: string | null): reason is Exclude<CallReason, EndReason> =>
  reason !== null && reason !== 'not_ours' && Object.hasOwn(REFUSALS, reason);

/**
 * Why a call was not put through or not answered, or which cap has ended it. Its outcome is stored with it (migrations/functions/call-history.sql), where all that decides
 * it is together for the first time: a call control that was restarted in mid-call does not know whether the call was answered.
 */
export function reasonOf({ outcome, cause, reason }: Ended): CallReason | null {
  if (isCallCap(reason)) return reason;
  if (outcome === 'answered' || outcome === 'voicemail' || outcome === 'ended_in_flow') return null;
  if (isRefusal(reason)) return reason;
  // every other cause is a failure on the way; the record keeps it
  const known = REASON_BY_CAUSE[cause];
  return known === undefined ? 'failed' : known;
}
