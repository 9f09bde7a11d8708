import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../platform/time/durations.ts';

/** The health of a webhook's receiver. `window`: how many messages it gets at once. */
export type Health =
  | { kind: 'healthy'; window: number; failures: number; failingSince: number | null }
  | { kind: 'failing'; failingSince: number; failures: number; probeAt: number };

/** The result of an attempt. `gone`: the receiver wants no more events. */
export type Attempt = { kind: 'taken' } | { kind: 'refused'; retryAfterMs: number | null } | { kind: 'gone' };

/** The limit of simultaneous messages to one webhook. */
export const MAX_AT_ONCE = 10;
/** After this many failures in a row, the receiver counts as down. A single bad message isn't enough. */
export const FAILURES_IN_A_ROW = 5;
/** A webhook whose receiver fails for this long is turned off. */
export const GIVE_UP_MS = 3 * DAY_MS;

const RETRY_MS = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
  8 * HOUR_MS,
  12 * HOUR_MS,
];
const PROBE_MS = [
  5 * SECOND_MS,
  10 * SECOND_MS,
  20 * SECOND_MS,
  40 * SECOND_MS,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
];
/** The longest wait that a receiver can request. */
const MAX_WAIT_MS = DAY_MS;

export const HEALTHY: Health = { kind: 'healthy', window: MAX_AT_ONCE, failures: 0, failingSince: null };

const stepOf = (steps: readonly number[], step: number): number => steps[Math.min(step, steps.length - 1)] ?? 0;
/** Varies a wait by a fifth, so that messages that failed together aren't retried together. `chance`: 0 to 1. */
const spread = (ms: number, chance: number): number => Math.round(ms * (0.8 + 0.4 * chance));

/** How long to wait after this many failures of a message. */
export const retryDelay = (failures: number, chance: number): number => spread(stepOf(RETRY_MS, failures - 1), chance);

/** When to retry a message after this many attempts, for up to three days; null: not any more. */
export function nextAttempt(
  { attempts, triedSince, retryAfterMs }: { attempts: number; triedSince: number; retryAfterMs: number | null },
  now: number,
  chance: number,
): number | null {
  const earliest = now + Math.min(retryAfterMs ?? 0, MAX_WAIT_MS);
  const last = triedSince + GIVE_UP_MS;
  if (now >= last || earliest > last) return null;
  return Math.min(last, Math.max(earliest, now + retryDelay(attempts, chance)));
}

/** The receiver's health after an attempt; null: turn the webhook off. */
export function healthAfter(health: Health, attempt: Attempt, now: number, chance: number): Health | null {
  if (attempt.kind === 'gone') return null;
  if (attempt.kind === 'taken') {
    // after a failure, the window doubles with each success
    const window = health.kind === 'failing' ? 1 : Math.min(MAX_AT_ONCE, health.window * 2);
    return { kind: 'healthy', window, failures: 0, failingSince: null };
  }
  const failingSince = health.failingSince ?? now;
  if (now - failingSince >= GIVE_UP_MS) return null;
  // ignore failures of messages sent before the receiver was down
  if (health.kind === 'failing' && now < health.probeAt) return health;
  const failures = health.failures + 1;
  if (failures < FAILURES_IN_A_ROW)
    return { kind: 'healthy', window: health.kind === 'healthy' ? health.window : 1, failures, failingSince };
  const probeAt = now + spread(stepOf(PROBE_MS, failures - FAILURES_IN_A_ROW), chance);
  return { kind: 'failing', failingSince, failures, probeAt };
}

/** There are no mails about shorter failures. */
const WORTH_A_MAIL_MS = HOUR_MS;
/** How long before turning off a webhook its partner is warned. */
const LAST_WARNING_MS = DAY_MS;

export type Warning = 'failing' | 'ending';

/** The warning to mail about a failing receiver; null: none yet. */
export function warningOf(health: Health, now: number): Warning | null {
  if (health.kind !== 'failing') return null;
  const lasts = now - health.failingSince;
  if (lasts >= GIVE_UP_MS - LAST_WARNING_MS) return 'ending';
  return lasts >= WORTH_A_MAIL_MS ? 'failing' : null;
}

/** Since when a receiver had failed that works again after this attempt. Null if it hadn't failed, or only briefly. */
export function recoveredFrom(before: Health, after: Health, now: number): number | null {
  if (before.kind !== 'failing' || after.kind !== 'healthy') return null;
  return now - before.failingSince >= WORTH_A_MAIL_MS ? before.failingSince : null;
}

/** How many more messages can be sent to a webhook now. Urgent ones aren't counted and never wait. */
export function roomFor(health: Health, sending: number, now: number): number {
  if (health.kind === 'failing') return sending === 0 && now >= health.probeAt ? 1 : 0;
  return Math.max(0, health.window - sending);
}

/** The limit of simultaneous messages in total. */
export const MAX_IN_ALL = 1000;

/** The limit of simultaneous messages of a partner while this many partners are sending. It always leaves capacity for one more partner. */
export const shareOf = (partners: number, inAll = MAX_IN_ALL): number =>
  Math.max(MAX_AT_ONCE, Math.floor(inAll / (partners + 1)));
