import { DAY_MS } from '../platform/time/durations.ts';

/** How far a cap is used: below the alert threshold, above it, or in full. */
export const LEVELS = ['below', 'threshold', 'full'] as const;
export type Level = (typeof LEVELS)[number];

/** The level of a cap. Without any use no level is reached, so that a cap of 0 only refuses calls. */
export function levelOf(used: bigint, cap: bigint, thresholdPercent: number): Level {
  if (used <= 0n) return 'below';
  if (used >= cap) return 'full';
  return used * 100n >= cap * BigInt(thresholdPercent) ? 'threshold' : 'below';
}

/** The levels that were reported, each once per cycle and value of the cap. */
export type Reported = { threshold: boolean; full: boolean };

/** The level to report now, or null. If both levels are reached at once, only the higher one is reported. */
export function levelToReport(level: Level, reported: Reported): Exclude<Level, 'below'> | null {
  if (level === 'below' || reported.full) return null;
  if (level === 'full') return 'full';
  return reported.threshold ? null : 'threshold';
}

/**
 * A cap also counts as used up if it refuses a call with less than this share left, because charges rarely reach
 * exactly 100 %.
 */
const LAST_SHARE = 100n;

/** Whether a cap that has just refused a call is used up, or only too small for this call. */
export const isUsedUp = (used: bigint, cap: bigint): boolean => used > 0n && (cap - used) * LAST_SHARE < cap;

/** The calls of a cycle that are charged, and those that are metered only. */
type Calls = { spent_micros: string; charged_seconds: string; metered_micros: string; metered_seconds: string };

/** The use of a cycle by calls. Calls of a tenant that was never ACTIVE are metered but not charged, and its caps apply to those figures. */
export const usedByCalls = (figures: Calls, wasActive: boolean): { micros: bigint; seconds: bigint } =>
  wasActive
    ? { micros: BigInt(figures.spent_micros), seconds: BigInt(figures.charged_seconds) }
    : { micros: BigInt(figures.metered_micros), seconds: BigInt(figures.metered_seconds) };

/** Never negative, even if credits exceed the charges. */
export const atLeastZero = (micros: bigint): bigint => (micros < 0n ? 0n : micros);

/** Rounded up to a tenth of a minute, so that a cap is reached when the shown figure says so. */
export const minutesOf = (seconds: bigint): number => Math.ceil(Number(seconds) / 6) / 10;

/** The start and end of a cycle and the current time, in milliseconds. */
type Elapsed = { startsAt: number; endsAt: number; now: number };

/**
 * Forecasts the use at the end of a cycle from its use so far. The first day counts as a whole day, because an hour
 * says little about a month.
 */
export function forecast(used: bigint, { startsAt, endsAt, now }: Elapsed): bigint {
  const elapsed = Math.max(DAY_MS, now - startsAt);
  const left = Math.max(0, endsAt - Math.max(now, startsAt + DAY_MS));
  return used + (used * BigInt(left)) / BigInt(elapsed);
}
