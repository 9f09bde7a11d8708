// Days are the reader's own; the server is asked for instants.

/** A year of fewer digits is one that is still being typed. */
const FIRST_YEAR = 1000;

/** The first instant of a day as `<input type="date">` gives it; nothing for no day, or for half of one. */
export function dayStart(day: string): string | undefined {
  const [year, month, date] = day.split('-').map(Number);
  return year && year >= FIRST_YEAR && month && date ? new Date(year, month - 1, date).toISOString() : undefined;
}

/** The day that an instant is in, as `<input type="date">` takes it. */
export function localDay(instant: string | undefined): string {
  if (!instant) return '';
  const at = new Date(instant);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

/** The same time of day some days later, over a change of the clock, too. */
export function nextDay(instant: string, days: number): string {
  const at = new Date(instant);
  at.setDate(at.getDate() + days);
  return at.toISOString();
}
