import { LIFELINE } from '../platform/numbers/reserved.ts';
import { HOUR_MS } from '../platform/time/durations.ts';
import type { TenantStatus } from '../status/contract.ts';
import { tenantMay } from '../status/rules.ts';
import { isTrunkFault } from '../trunks/rules.ts';
import type { CallReason, EndReason, Outcome } from './contract.ts';

/** The Q.850 causes that calls end with here. Asterisk turns each into the SIP status beside it. */
export const CAUSE = {
  unknownNumber: 1, // 404
  normal: 16,
  busy: 17, // 486
  noResponse: 18, // 408
  noAnswer: 19, // 480
  unreachable: 20, // 480
  rejected: 21, // 403
  answeredElsewhere: 26,
  congestion: 34, // 503
  networkFailure: 38, // 500
  incompatible: 58, // 488
} as const;

/** The announcements of `asterisk/prompts`. */
export type Announcement =
  | 'service-interrupted'
  | 'cannot-be-completed'
  | 'not-possible-now'
  | 'not-in-service'
  | 'no-caller-id'
  | 'not-permitted'
  | 'too-many-calls'
  | 'limit-reached'
  | 'nobody-available'
  | 'sandbox-no-emergency';

export type Refusal = { announcement: Announcement | null; cause: number; outcome: Outcome };

/**
 * Why a call is refused: the announcement that the caller hears as early media (so nobody pays for it), the cause that
 * the call ends with, and its outcome in the history. There is always a cause. Without one Asterisk sends a 603, and
 * phones and carriers then stop trying alternatives.
 */
export const REFUSALS = {
  suspended: { announcement: 'service-interrupted', cause: CAUSE.rejected, outcome: 'refused' },
  not_permitted: { announcement: 'not-permitted', cause: CAUSE.rejected, outcome: 'refused' },
  too_many_calls: { announcement: 'too-many-calls', cause: CAUSE.congestion, outcome: 'refused' },
  // the call's path has the number and the rate table
  no_rate: { announcement: 'not-permitted', cause: CAUSE.rejected, outcome: 'refused' },
  spend_cap: { announcement: 'limit-reached', cause: CAUSE.rejected, outcome: 'refused' },
  minutes_cap: { announcement: 'limit-reached', cause: CAUSE.rejected, outcome: 'refused' },
  // the call's path has the rule
  fraud_rule: { announcement: 'not-permitted', cause: CAUSE.rejected, outcome: 'refused' },
  unknown_number: { announcement: 'cannot-be-completed', cause: CAUSE.unknownNumber, outcome: 'refused' },
  not_in_service: { announcement: 'not-in-service', cause: CAUSE.unknownNumber, outcome: 'refused' },
  no_caller_id: { announcement: 'no-caller-id', cause: CAUSE.rejected, outcome: 'refused' },
  not_encrypted: { announcement: null, cause: CAUSE.incompatible, outcome: 'refused' },
  no_carrier: { announcement: 'not-possible-now', cause: CAUSE.congestion, outcome: 'refused' },
  unavailable: { announcement: 'not-possible-now', cause: CAUSE.congestion, outcome: 'refused' },
  // no announcement: Asterisk has too much to do already
  overloaded: { announcement: null, cause: CAUSE.congestion, outcome: 'refused' },
  busy: { announcement: null, cause: CAUSE.busy, outcome: 'busy' },
  unreachable: { announcement: null, cause: CAUSE.unreachable, outcome: 'unreachable' },
  // nobody in a group answered, and the group has no fallback
  nobody_available: { announcement: 'nobody-available', cause: CAUSE.noAnswer, outcome: 'no_answer' },
  // an emergency call in a sandbox: the caller hears that no help is coming
  sandbox_emergency: { announcement: 'sandbox-no-emergency', cause: CAUSE.rejected, outcome: 'refused' },
  // the number belongs to no tenant, so there is no history for the call
  not_ours: { announcement: null, cause: CAUSE.unknownNumber, outcome: 'refused' },
} as const satisfies Record<Exclude<CallReason, EndReason> | 'not_ours', Refusal>;
export type RefusalReason = keyof typeof REFUSALS;

/**
 * Causes after which another carrier may succeed: congestion, failures and timeouts, but nothing that came from the
 * callee.
 */
const CARRIER_FAILURES: readonly number[] = [0, 2, 3, 18, 27, 34, 38, 41, 42, 44, 47, 58, 88, 127];

/** How a leg ended before it was answered: the cause, and the SIP status if there was one. */
export type LegEnd = { cause: number; status: number | null };

/**
 * Whether to try another trunk. The SIP status says more than the cause, which is the same for a callee who declines
 * and a trunk that asks for a password. An emergency call tries every trunk: 911 never refuses a call, only a trunk
 * does.
 */
export function isRetryable({ cause, status }: LegEnd, emergency: boolean): boolean {
  if (emergency) return true;
  return status === null ? CARRIER_FAILURES.includes(cause) : isTrunkFault(status);
}

/** The cause that the caller gets. A failure of the trunk counts as congestion. */
export const causeForCaller = ({ cause, status }: LegEnd): number =>
  status !== null && isTrunkFault(status) && cause !== CAUSE.noResponse ? CAUSE.congestion : cause;

/** If several phones rang and none answered, the caller gets the first of these causes that any phone gave. */
const CAUSE_PRECEDENCE: readonly number[] = [CAUSE.busy, CAUSE.rejected, CAUSE.noAnswer, CAUSE.unreachable];

/** The causes for which Asterisk has a SIP status. It turns all others into a 603. */
const KNOWN_TO_SIP: readonly number[] = [1, 2, 3, 17, 18, 19, 20, 21, 22, 27, 28, 29, 34, 38, 42, 58, 127];

/**
 * The cause to end a call with when all its legs have ended unanswered with these causes. A leg that ended normally or
 * without a cause counts as not answering.
 */
export function combinedCause(causes: readonly number[]): number {
  const plain = causes.map((cause) => (cause === 0 || cause === CAUSE.normal ? CAUSE.noAnswer : cause));
  const cause = CAUSE_PRECEDENCE.find((each) => plain.includes(each)) ?? plain.at(-1);
  return cause !== undefined && KNOWN_TO_SIP.includes(cause) ? cause : CAUSE.congestion;
}

/** The longest time that an outside number rings, if the carrier doesn't end it first. */
export const CARRIER_RING_SECONDS = 120;

/** A phone that has just answered needs this time to start its audio. Anything played earlier is lost. */
export const FIRST_WORD_MS = 400;

/** How long the person who answers an outside number has to press 1. */
export const CONFIRM_MS = 15_000;

/** How long after an emergency call its callback number rings the phone that made it. */
export const CALLBACK_MS = HOUR_MS;

/**
 * The time limit for a decision. After that, the caller hears that calls are not possible now, and an emergency call
 * goes out.
 */
export const ADMISSION_MS = 2000;

/** Whether a tenant with this status may have calls other than emergency calls. */
export const mayHaveCalls = (status: TenantStatus): boolean =>
  tenantMay(status, 'inbound') || tenantMay(status, 'outbound');

/** Whether only its parties may end a call: calls to 911, callbacks from there, and calls to the crisis line. */
export const isProtected = ({ emergency, to }: { emergency: boolean; to: string }): boolean =>
  emergency || to === LIFELINE;
