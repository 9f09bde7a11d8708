/** The precision of a shown instant. */
type Precision = 'day' | 'minute' | 'second';

/** A day, or an instant with the name of its zone: `Nov 28, 2026, 3:38 PM EST`. Zone null: the reader's own. */
export function timeLabel(at: string, zone: string | null, precision: Precision): string {
  return format(zone, PRECISIONS[precision]).format(new Date(at));
}

/** A calendar day such as `2026-11-28`, independent of time zones: `Nov 28, 2026`. */
export const dayLabel = (day: string): string => timeLabel(`${day}T00:00:00Z`, 'UTC', 'day');

/** The time of day to the second: `3:38:07 PM`. Zone null: the reader's own. */
export function clockLabel(at: string, zone: string | null): string {
  return format(zone, CLOCK).format(new Date(at));
}

/** An instant to the second in the reader's own zone, which is named. */
export function readerTimeLabel(at: string): string {
  return format(null, FULL).format(new Date(at));
}

const DAY = { year: 'numeric', month: 'short', day: 'numeric' } as const;
const MINUTE = { ...DAY, hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const;
const PRECISIONS = { day: DAY, minute: MINUTE, second: { ...MINUTE, second: '2-digit' } } as const;
const CLOCK = { hour: 'numeric', minute: '2-digit', second: '2-digit' } as const;
const FULL = {
  weekday: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
} as const;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Cached, because creating one is slow and a list has hundreds of times. */
function format(zone: string | null, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(undefined, { ...options, ...(zone && { timeZone: zone }) });
  formats.set(key, made);
  return made;
}
