import { DAY_MS, HOUR_MS } from './durations.ts';

// Calendar days such as 2026-11-28, as `<input type="date">` gives them, in a time zone. An instant is in milliseconds.

/** A year with fewer digits, and the 0th of a month, are still being typed. */
export function isDay(text: string): boolean {
  const midnight = new Date(`${text}T00:00:00Z`);
  return /^[12]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(midnight.getTime()) && midnight.toJSON().startsWith(text);
}

const midnightUtc = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export const addDays = (day: string, days: number): string =>
  new Date(midnightUtc(day) + days * DAY_MS).toISOString().slice(0, 10);

/** The first day of a day's month. */
export const firstOfMonth = (day: string): string => `${day.slice(0, 7)}-01`;

export const dayAfter = (day: string): string => addDays(day, 1);

/** The number of calendar days from one day to another, however many hours they have. */
export const daysBetween = (from: string, to: string): number => (midnightUtc(to) - midnightUtc(from)) / DAY_MS;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in a zone. */
export function dayAt(instant: number, zone: string): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(zone, format);
  }
  const [month, day, year] = format.format(instant).split('/');
  return `${year}-${month}-${day}`;
}

/** The last start that was looked for, by zone: an invoice run asks for the same day of a zone again and again. */
const starts = new Map<string, { day: string; start: string }>();

/**
 * The first instant of a day in a zone, as ISO 8601: mostly midnight. If the clock skips midnight, it is what comes after; of two midnights it is
 * the first.
 */
export function startOfDay(day: string, zone: string): string {
  const known = starts.get(zone);
  if (known?.day === day) return known.start;
  const start = findStart(day, zone);
  starts.set(zone, { day, start });
  return start;
}

function findStart(day: string, zone: string): string {
  // no zone is further from UTC than that
  let before = midnightUtc(day) - 27 * HOUR_MS;
  let reached = midnightUtc(day) + 27 * HOUR_MS;
  while (reached - before > 1000) {
    const between = before + Math.floor((reached - before) / 2000) * 1000;
    if (dayAt(between, zone) < day) before = between;
    else reached = between;
  }
  return new Date(reached).toISOString();
}
