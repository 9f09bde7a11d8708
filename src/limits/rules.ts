import { DAY_MS } from '../platform/values/durations.ts';

/** How far a cap is used: up to the alert threshold, beyond it, or up. */
export const LEVELS = ['below', 'threshold', 'full'] as const;
export type Level = (typeof LEVELS)[number];

/** How far a cap is used. Without any use nothing is reached, so that a cap of 0 only refuses. */
export function levelOf(used: bigint, cap: bigint, thresholdPercent: number): Level {
  if (used <= 0n) return 'below';
  if (used >= cap) return 'full';
  return used * 100n >= cap * BigInt(thresholdPercent) ? 'threshold' : 'below';
}

/** The levels of a cap that are reported, each once in a cycle for a value of the cap. */
export type Reported = { threshold: boolean; full: boolean };

/** What is to be reported now; null if nothing new is. One step that reaches both reports the higher one, and the lower one never follows. */
export function levelToReport(level: Level, reported: Reported): Exclude<Level, 'below'> | null {
  if (level === 'below' || reported.full) return null;
  if (level === 'full') return 'full';
  return reported.threshold ? null : 'threshold';
}

/** A cap also counts as used up when it refuses a call with less than this share of it left: charges seldom come to exactly 100 %. */
const LAST_SHARE = 100n;

/** Whether a cap that has just refused a new call is used up, or only too small for this one. */
export const isUsedUp = (used: bigint, cap: bigint): boolean => used > 0n && (cap - used) * LAST_SHARE < cap;

/** The span of a cycle and a moment in it, in milliseconds. */
type Elapsed = { startsAt: number; endsAt: number; now: number };

/** What the use of a cycle comes to at its end, if it goes on as it has so far. The first day counts as a whole one: an hour says little about a month. */
export function forecast(used: bigint, { startsAt, endsAt, now }: Elapsed): bigint {
  const elapsed = Math.max(DAY_MS, now - startsAt);
  const left = Math.max(0, endsAt - Math.max(now, startsAt + DAY_MS));
  return used + (used * BigInt(left)) / BigInt(elapsed);
}
