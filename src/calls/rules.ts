import { LIFELINE } from '../platform/numbers/reserved.ts';
import { HOUR_MS } from '../platform/values/durations.ts';
import type { TenantStatus } from '../status/contract.ts';
import { tenantMay } from '../status/rules.ts';
import { isTrunkFault } from '../trunks/rules.ts';
import type { CallReason, EndReason, Outcome } from './contract.ts';

/** Causes of Q.850 as far as calls here end with them; Asterisk turns each into the SIP status beside it. */
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
 * Why a call is not put through: the announcement that the caller hears before the answer (so nobody pays for it), the cause that the
 * call ends by, and its outcome in the history. There is always a cause: without one Asterisk says 603, after which phones and carriers give up other ways.
 */
export const REFUSALS = {
  suspended: { announcement: 'service-interrupted', cause: CAUSE.rejected, outcome: 'refused' },
  not_permitted: { announcement: 'not-permitted', cause: CAUSE.rejected, outcome: 'refused' },
  too_many_calls: { announcement: 'too-many-calls', cause: CAUSE.congestion, outcome: 'refused' },
  // the call's path has the number and the table
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
  // an announcement would be more work for an Asterisk that has too much
  overloaded: { announcement: null, cause: CAUSE.congestion, outcome: 'refused' },
  busy: { announcement: null, cause: CAUSE.busy, outcome: 'busy' },
  unreachable: { announcement: null, cause: CAUSE.unreachable, outcome: 'unreachable' },
  // of a group that nobody answers for, and that has no fallback
  nobody_available: { announcement: 'nobody-available', cause: CAUSE.noAnswer, outcome: 'no_answer' },
  // help that a sandbox asks for: its caller hears that none is coming
  sandbox_emergency: { announcement: 'sandbox-no-emergency', cause: CAUSE.rejected, outcome: 'refused' },
  // a number of no tenant has no history
  not_ours: { announcement: null, cause: CAUSE.unknownNumber, outcome: 'refused' },
} as const satisfies Record<Exclude<CallReason, EndReason> | 'not_ours', Refusal>;
export type RefusalReason = keyof typeof REFUSALS;

/** Causes after which another carrier may do better: congestion, failures and silence, but nothing that the callee said. */
const CARRIER_FAILURES: readonly number[] = [0, 2, 3, 18, 27, 34, 38, 41, 42, 44, 47, 58, 88, 127];

/** Why a leg ended before an answer: the cause, and SIP's status where it ended by one. */
export type LegEnd = { cause: number; status: number | null };

/**
 * Whether another trunk is tried. The status says more than the cause, which is the same for a callee who declines and a trunk that wants a
 * password. An emergency call tries all there are: 911 never refuses a call, only a trunk does.
 */
export function isRetryable({ cause, status }: LegEnd, emergency: boolean): boolean {
  if (emergency) return true;
  return status === null ? CARRIER_FAILURES.includes(cause) : isTrunkFault(status);
}

/** The cause for the caller: a trunk's fault is congestion. */
export const causeForCaller = ({ cause, status }: LegEnd): number =>
  status !== null && isTrunkFault(status) && cause !== CAUSE.noResponse ? CAUSE.congestion : cause;

/** When several phones rang and none answered, the caller gets the first of these causes that any of them gave. */
const CAUSE_PRECEDENCE: readonly number[] = [CAUSE.busy, CAUSE.rejected, CAUSE.noAnswer, CAUSE.unreachable];

/** Causes for which Asterisk has a SIP status; all others it turns into 603. */
const KNOWN_TO_SIP: readonly number[] = [1, 2, 3, 17, 18, 19, 20, 21, 22, 27, 28, 29, 34, 38, 42, 58, 127];

/** The cause to end a call with after its legs ended, unanswered, with these. A leg that just went away did not answer. */
export function causeOfAll(causes: readonly number[]): number {
  const plain = causes.map((cause) => (cause === 0 || cause === CAUSE.normal ? CAUSE.noAnswer : cause));
  const cause = CAUSE_PRECEDENCE.find((each) => plain.includes(each)) ?? plain.at(-1);
  return cause !== undefined && KNOWN_TO_SIP.includes(cause) ? cause : CAUSE.congestion;
}

/** An outside call rings as long as the carrier lets it, within reason. */
export const CARRIER_RING_SECONDS = 120;

/** A phone that was just answered opens its audio meanwhile: what is said before is not heard. */
export const FIRST_WORD_MS = 400;

/** How long the person who answers an outside number has to press 1. */
export const CONFIRM_MS = 15_000;

/** How long after an emergency call its call-back number rings the phone that called. */
export const CALLBACK_MS = HOUR_MS;

/** A decision that takes longer is no decision: the caller hears that calls are not possible now, an emergency call goes. */
export const ADMISSION_MS = 2000;

/** Whether a tenant of this status may have calls at all, emergency calls aside. */
export const mayHaveCalls = (status: TenantStatus): boolean =>
  tenantMay(status, 'inbound') || tenantMay(status, 'outbound');

/** Whether nothing but its parties ends a call: to 911 or back from there, and to the crisis line. */
export const isProtected = ({ emergency, to }: { emergency: boolean; to: string }): boolean =>
  emergency || to === LIFELINE;
