import { MINUTE_MS } from '../platform/time/durations.ts';

/** The number of whole minutes since the epoch. */
export const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS);

/** Seconds from an instant to the end of its minute, at least 1: `Retry-After: 0` would invite a retry at once. */
export const secondsToNextMinute = (at: number): number =>
  Math.max(1, Math.ceil(((minuteOf(at) + 1) * MINUTE_MS - at) / 1000));
