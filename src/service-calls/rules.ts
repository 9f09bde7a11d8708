import { DAY_MS } from '../platform/values/durations.ts';
import type { ServiceCallOutcome, ServiceCallState } from './contract.ts';

/** Call control is notified of a call at once, and looks for missed ones every ten seconds. Nobody waits longer than this. */
const WAITING_MS = 15_000;

/** How long a call that has ended is known. */
export const REMEMBERED_MS = DAY_MS;

/** A call that was asked for before this is not made any more. */
export const lastWaiting = (now: Date): Date => new Date(now.getTime() - WAITING_MS);

/** The state, and how it ended: a call that no call control has taken in time has failed. */
export function endedOf(
  { state, outcome, created_at }: { state: ServiceCallState; outcome: ServiceCallOutcome | null; created_at: Date },
  now: Date,
): { state: ServiceCallState; outcome: ServiceCallOutcome | null } {
  return state === 'waiting' && created_at <= lastWaiting(now)
    ? { state: 'ended', outcome: 'failed' }
    : { state, outcome };
}
