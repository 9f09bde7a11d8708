import { DAY_MS } from '../platform/time/durations.ts';
import type { ServiceCallOutcome, ServiceCallState } from './contract.ts';

/** Call control is notified of a call at once, and looks for missed ones every ten seconds. A call that waits longer has failed. */
const WAITING_MS = 15_000;

/** How long an ended call is stored. */
export const RETENTION_MS = DAY_MS;

/** A call requested before this is no longer made. */
export const lastWaiting = (now: Date): Date => new Date(now.getTime() - WAITING_MS);

/** The state and the result. A call that no call control took in time has failed. */
export function endedOf(
  { state, outcome, created_at }: { state: ServiceCallState; outcome: ServiceCallOutcome | null; created_at: Date },
  now: Date,
): { state: ServiceCallState; outcome: ServiceCallOutcome | null } {
  return state === 'waiting' && created_at <= lastWaiting(now)
    ? { state: 'ended', outcome: 'failed' }
    : { state, outcome };
}
