// Days are in the reader's time zone. The server gets instants.

/** A year with fewer digits is still being typed. */
const FIRST_YEAR = 1000;

/** The first instant of a day from `<input type="date">`; undefined without a complete day. */
export function dayStart(day: string): string | undefined {
  const [year, month, date] = day.split('-').map(Number);
  return year && year >= FIRST_YEAR && month && date ? new Date(year, month - 1, date).toISOString() : undefined;
}

/** The day of an instant, for `<input type="date">`. */
export function localDay(instant: string | undefined): string {
  if (!instant) return '';
  const at = new Date(instant);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

/** The same time of day some days later, even across a change of the clock. */
export function nextDay(instant: string, days: number): string {
  const at = new Date(instant);
  at.setDate(at.getDate() + days);
  return at.toISOString();
}
