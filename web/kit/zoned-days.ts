// Days as `<input type="date">` gives them, such as 2026-11-28, in the zone of a page. The server is asked for instants.

const DAY_MS = 86_400_000;

/** A year of fewer digits, and the 0th of a month, are still being typed. */
export function isDay(text: string): boolean {
  return /^[12]\d{3}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
}

export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

/** The first instant of a day in a zone: mostly midnight, and where the clock is put forward then, what comes after. */
export function startOfDay(day: string, zone: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // the offset at a time near by, and then that at the time so found
  const near = midnight - offsetAt(midnight, zone);
  const start = midnight - offsetAt(near, zone);
  const skipped = offsetAt(start, zone) - offsetAt(near, zone);
  return new Date(start + Math.max(0, -skipped)).toISOString();
}

/** How far the zone's clock is ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(instant);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] = /GMT([+-])(\d+):(\d+)(?::(\d+))?/.exec(name) ?? [];
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ms : ms;
}
