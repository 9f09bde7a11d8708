/** How often each trunk gets an OPTIONS request, and how soon after one without a response. */
export const PROBE_MS = 10_000;
export const PROBE_AGAIN_MS = 3000;

/** A trunk that failed a call comes after the others for this long. The time doubles with each further failure until a call succeeds. */
const FAILED_MS = 30_000;
const FAILED_MAX_MS = 300_000;

/**
 * After this time without ringing, audio or answer, a call moves on to the next trunk, provided that the trunk does not respond to OPTIONS
 * either. Including call set-up, the next carrier can still answer within 4 seconds.
 */
const GIVE_UP_MS = 2500;

/** What one machine's call control knows about a trunk. */
export type Health = {
  /** result of the latest OPTIONS request; `unasked` before the first */
  last: 'answered' | 'silent' | 'refused' | 'unasked';
  /** it has responded to OPTIONS, or to a call, at this address before: only then does its silence mean anything */
  answersOptions: boolean;
  answersCalls: boolean;
  /** calls that failed since the last success, and the time of the last failure in milliseconds since 1970 */
  failures: number;
  failedAt: number;
};

export const UNKNOWN: Health = {
  last: 'unasked',
  answersOptions: false,
  answersCalls: false,
  failures: 0,
  failedAt: 0,
};

/** A closed port means that the trunk is down. Silence counts only if the trunk has responded before. */
const isDead = ({ last, answersOptions }: Health): boolean =>
  last === 'refused' || (last === 'silent' && answersOptions);

/** The order in which trunks are tried: 0 healthy, 1 failed lately, 2 unreachable. */
export type Rank = 0 | 1 | 2;
export function rankOf(health: Health, now: number): Rank {
  if (isDead(health)) return 2;
  const penalty = Math.min(FAILED_MS * 2 ** (health.failures - 1), FAILED_MAX_MS);
  return health.failures > 0 && now - health.failedAt < penalty ? 1 : 0;
}

/** What the operator sees. Null means unknown: the trunk takes calls but never responds to OPTIONS. */
export function isReachable({ last, answersOptions, answersCalls }: Health): boolean | null {
  if (last === 'answered') return true;
  return last === 'silent' && answersCalls && !answersOptions ? null : false;
}

/** When a call without a reaction moves on to the next trunk, in milliseconds. Null means never: the trunk takes calls but ignores OPTIONS. */
export function giveUpAfter({ answersOptions, answersCalls, last }: Health): number | null {
  return answersCalls && !answersOptions && last !== 'refused' ? null : GIVE_UP_MS;
}

/**
 * The order in which a call tries the trunks: by rank, then in the operator's order. Unreachable trunks are left out if there is another one,
 * except for an emergency call, which tries every trunk.
 */
export function orderTrunks<T>(trunks: readonly T[], rank: (trunk: T) => Rank, emergency: boolean): T[] {
  const ranked = trunks.map((trunk) => ({ trunk, rank: rank(trunk) }));
  const answering = ranked.filter((one) => one.rank < 2);
  const tried = emergency || answering.length === 0 ? ranked : answering;
  return tried.toSorted((a, b) => a.rank - b.rank).map(({ trunk }) => trunk);
}

/** Responses to INVITE that are the trunk's fault and not the callee's, so that another trunk may do better (RFC 3261, 21). */
const TRUNK_STATUSES = new Set([
  401, 402, 405, 406, 407, 408, 413, 414, 415, 420, 421, 422, 423, 424, 437, 438, 482, 483, 488, 494,
]);

/** Whether a final response sends the call elsewhere (3xx). */
export const isRedirect = (status: number): boolean => status >= 300 && status < 400;

/** Whether a final response is the trunk's fault. A redirect is: calls go only where the operator sends them. */
export const isTrunkFault = (status: number): boolean =>
  isRedirect(status) || (status >= 500 && status < 600) || TRUNK_STATUSES.has(status);

/** A state older than this comes from a machine that no longer runs. */
export const STALE_MS = 45_000;
