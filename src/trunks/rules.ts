/** How often a trunk is asked whether it is there (OPTIONS), and how soon again after it did not answer. */
export const ASK_MS = 10_000;
export const ASK_AGAIN_MS = 3000;

/** A trunk that failed a call is tried after the others for so long; twice as long each further time, while it carries none. */
const FAILED_MS = 30_000;
const FAILED_LONGEST_MS = 300_000;

/**
 * An INVITE that brought no ringing, no sound and no answer by then is given up for the next trunk, if the trunk does not answer OPTIONS
 * either. With call set-up that leaves time to be at the next carrier's answer within 4 seconds.
 */
const GIVE_UP_MS = 2500;

/** What call control of one machine knows about a trunk. */
export type Health = {
  /** the answer when it was last asked; `unasked` before */
  last: 'answered' | 'silent' | 'refused' | 'unasked';
  /** it has answered OPTIONS, or a call, at this address once: only then its silence means something */
  answersOptions: boolean;
  answersCalls: boolean;
  /** calls that it failed since it last carried one, and when the last of them was, in milliseconds since 1970 */
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

/** A closed port is no carrier; silence counts against one that used to answer. */
const isDead = ({ last, answersOptions }: Health): boolean =>
  last === 'refused' || (last === 'silent' && answersOptions);

/** How far back a trunk stands in the order of trying: fit, failed a moment ago, not there. */
export type Rank = 0 | 1 | 2;
export function rankOf(health: Health, now: number): Rank {
  if (isDead(health)) return 2;
  const penalty = Math.min(FAILED_MS * 2 ** (health.failures - 1), FAILED_LONGEST_MS);
  return health.failures > 0 && now - health.failedAt < penalty ? 1 : 0;
}

/** What the operator sees; null: it takes calls and never answers when it is asked, so nothing can be said. */
export function isReachable({ last, answersOptions, answersCalls }: Health): boolean | null {
  if (last === 'answered') return true;
  return last === 'silent' && answersCalls && !answersOptions ? null : false;
}

/** When a call that the trunk has not reacted to is given up for the next one; null: never, since it takes calls and does not care for OPTIONS. */
export function giveUpAfter({ answersOptions, answersCalls, last }: Health): number | null {
  return answersCalls && !answersOptions && last !== 'refused' ? null : GIVE_UP_MS;
}

/**
 * The order in which a call tries its trunks, each rank in the operator's order. A trunk that is known not to answer is left out while
 * there is another, but never for an emergency call: that one tries everything.
 */
export function inOrderOfTrying<T>(trunks: readonly T[], rank: (trunk: T) => Rank, emergency: boolean): T[] {
  const ranked = trunks.map((trunk) => ({ trunk, rank: rank(trunk) }));
  const answering = ranked.filter((one) => one.rank < 2);
  const tried = emergency || answering.length === 0 ? ranked : answering;
  return tried.toSorted((a, b) => a.rank - b.rank).map(({ trunk }) => trunk);
}

/** SIP's answers to an INVITE that are the trunk's own and not the callee's: another trunk may do better (RFC 3261, 21). */
const TRUNK_STATUSES = new Set([
  401, 402, 405, 406, 407, 408, 413, 414, 415, 420, 421, 422, 423, 424, 437, 438, 482, 483, 488, 494,
]);

/** Whether a final answer says something about the trunk. Redirections are: we go where the operator sends calls, and nowhere else. */
export const isTrunkFault = (status: number): boolean =>
  (status >= 300 && status < 400) || (status >= 500 && status < 600) || TRUNK_STATUSES.has(status);

/** State that was not renewed for so long comes from a machine that is gone. */
export const STALE_MS = 45_000;
