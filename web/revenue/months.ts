import { dayAt } from '../../src/platform/time/zoned-days.ts';

/** A month such as 2026-11 as "November 2026". */
export const monthLabel = (month: string): string =>
  new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );

/** The current month in a time zone. */
export const presentMonth = (timezone: string): string => monthAt(Date.now(), timezone);

/** The month of an instant in a time zone. */
export const monthAt = (instant: number, timezone: string): string => dayAt(instant, timezone).slice(0, 7);

const SO_MANY = 13;

/** The months up to this one, latest first. */
export function latestMonths(from: string): string[] {
  const [year = 0, month = 1] = from.split('-').map(Number);
  return Array.from({ length: SO_MANY }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  );
}

/** Compares an amount with the previous one: "12% more than the month before". Null if there is nothing to compare it with. */
export function changeText(now: string, before: string): string | null {
  const [is, was] = [Number(now), Number(before)];
  if (was === 0) return null;
  const percent = Math.round(((is - was) / Math.abs(was)) * 100);
  if (percent === 0) return 'Same as the month before';
  return `${Math.abs(percent).toLocaleString()}% ${percent > 0 ? 'more' : 'less'} than the month before`;
}
