/** How a webhook's receiver is doing. `window`: how many messages it gets at once. */
export type Health =
  | { kind: 'well'; window: number; failures: number; failingSince: number | null }
  | { kind: 'failing'; failingSince: number; failures: number; probeAt: number };

/** What an attempt has come to. `gone`: the receiver wants no more. */
export type Attempt = { kind: 'taken' } | { kind: 'refused'; retryAfterMs: number | null } | { kind: 'gone' };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** At most this many messages at once to one webhook. */
export const MOST_AT_ONCE = 10;
/** So many failures without a success between them, and the receiver is taken to be down: one bad message among good ones is not. */
export const FAILURES_IN_A_ROW = 5;
/** A receiver that only fails for so long is given up. */
export const GIVE_UP_MS = 3 * DAY;

const RETRY_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
];
const PROBE_MS = [5 * SECOND, 10 * SECOND, 20 * SECOND, 40 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE];
/** A receiver can't put us off for longer. */
const LONGEST_WAIT_MS = DAY;

export const WELL: Health = { kind: 'well', window: MOST_AT_ONCE, failures: 0, failingSince: null };

const stepOf = (steps: readonly number[], step: number): number => steps[Math.min(step, steps.length - 1)] ?? 0;
/** A fifth more or less, so that what failed together is not tried again together. `chance`: 0 to 1. */
const spread = (ms: number, chance: number): number => Math.round(ms * (0.8 + 0.4 * chance));

/** How long to wait after so many failures of the same message. */
export const retryDelay = (failures: number, chance: number): number => spread(stepOf(RETRY_MS, failures - 1), chance);

/** When a message is tried again after so many attempts, the last time three days after the first; null: no more. */
export function nextAttempt(
  { attempts, triedSince, retryAfterMs }: { attempts: number; triedSince: number; retryAfterMs: number | null },
  now: number,
  chance: number,
): number | null {
  const earliest = now + Math.min(retryAfterMs ?? 0, LONGEST_WAIT_MS);
  const last = triedSince + GIVE_UP_MS;
  if (now >= last || earliest > last) return null;
  return Math.min(last, Math.max(earliest, now + retryDelay(attempts, chance)));
}

/** How the receiver is doing after an attempt; null: it is not to be tried any more. */
export function healthAfter(health: Health, attempt: Attempt, now: number, chance: number): Health | null {
  if (attempt.kind === 'gone') return null;
  if (attempt.kind === 'taken') {
    // after a failure a receiver gets twice as many with each success
    const window = health.kind === 'failing' ? 1 : Math.min(MOST_AT_ONCE, health.window * 2);
    return { kind: 'well', window, failures: 0, failingSince: null };
  }
  const failingSince = health.failingSince ?? now;
  if (now - failingSince >= GIVE_UP_MS) return null;
  // what was under way when the receiver went down says nothing new
  if (health.kind === 'failing' && now < health.probeAt) return health;
  const failures = health.failures + 1;
  if (failures < FAILURES_IN_A_ROW)
    return { kind: 'well', window: health.kind === 'well' ? health.window : 1, failures, failingSince };
  const probeAt = now + spread(stepOf(PROBE_MS, failures - FAILURES_IN_A_ROW), chance);
  return { kind: 'failing', failingSince, failures, probeAt };
}

/** After a shorter failure nobody is mailed that there is one, or that it is over. */
const WORTH_A_MAIL_MS = HOUR;
/** So long before a webhook is turned off, its partner is warned. */
const LAST_WARNING_MS = DAY;

export type Warning = 'failing' | 'ending';

/** What the partner is mailed about a receiver that fails; null: nothing yet. */
export function warningOf(health: Health, now: number): Warning | null {
  if (health.kind !== 'failing') return null;
  const lasts = now - health.failingSince;
  if (lasts >= GIVE_UP_MS - LAST_WARNING_MS) return 'ending';
  return lasts >= WORTH_A_MAIL_MS ? 'failing' : null;
}

/** Since when a receiver had failed that works again after this attempt; null: it had not, or not for long. */
export function recoveredFrom(before: Health, after: Health, now: number): number | null {
  if (before.kind !== 'failing' || after.kind !== 'well') return null;
  return now - before.failingSince >= WORTH_A_MAIL_MS ? before.failingSince : null;
}

/** How many more messages may be sent to a webhook now. Urgent ones are not counted, and never wait. */
export function roomFor(health: Health, sending: number, now: number): number {
  if (health.kind === 'failing') return sending === 0 && now >= health.probeAt ? 1 : 0;
  return Math.max(0, health.window - sending);
}

/** At most this many messages at once in all. */
export const MOST_IN_ALL = 1000;

/** At most this many messages at once of one partner, while so many partners have some: there is always room for one more partner. */
export const shareOf = (partners: number, inAll = MOST_IN_ALL): number =>
  Math.max(MOST_AT_ONCE, Math.floor(inAll / (partners + 1)));
