import { isCallCap } from '../../limits/cap-contract.ts';
import type { CallReason, EndReason, Outcome } from '../contract.ts';
import { CAUSE, REFUSALS } from '../rules.ts';

/** The reason why a connected call was not answered, by its cause. Null: the outcome says enough. */
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
 * Why a call was refused or not answered, or which cap ended it. The outcome itself is decided in SQL when the call is
 * stored (migrations/functions/call-history.sql), because a restarted call control doesn't know whether a call was
 * answered.
 */
export function reasonOf({ outcome, cause, reason }: Ended): CallReason | null {
  if (isCallCap(reason)) return reason;
  if (outcome === 'answered' || outcome === 'voicemail' || outcome === 'ended_in_flow') return null;
  if (isRefusal(reason)) return reason;
  // Any other cause is a failure. The record still has the cause.
  const known = REASON_BY_CAUSE[cause];
  return known === undefined ? 'failed' : known;
}
