import { HOUR_MS, MINUTE_MS } from './durations.ts';

// What the clocks of a time zone show, as `2026-11-28T09:30`. An instant is in milliseconds.

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  // the only locale whose order and separators are those of ISO 8601
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(zone, format);
  return format;
}

/** What a zone's clocks show at an instant, to the minute. */
export const wallTime = (instant: number, zone: string): string => formatOf(zone).format(instant).replace(' ', 'T');

/**
 * The instants at which a zone's clocks show this: the same one twice on most days. In the hour that clocks repeat they are two, and for a time
 * that clocks skip both are the end of the gap.
 */
export function instantsOf(wall: string, zone: string): { first: number; last: number } {
  const asUtc = Date.parse(`${wall}Z`);
  const offsetAt = (instant: number) => Date.parse(`${wallTime(instant, zone)}Z`) - instant;
  // the offsets on both sides of any change of the clock that is near
  const [before, after] = [offsetAt(asUtc - 24 * HOUR_MS), offsetAt(asUtc + 24 * HOUR_MS)];
  const shown = [asUtc - before, asUtc - after].filter((instant) => wallTime(instant, zone) === wall);
  if (shown.length > 0) return { first: Math.min(...shown), last: Math.max(...shown) };
  let [earlier, later] = [asUtc - Math.max(before, after), asUtc - Math.min(before, after)];
  while (later - earlier > MINUTE_MS) {
    const between = earlier + Math.floor((later - earlier) / (2 * MINUTE_MS)) * MINUTE_MS;
    if (wallTime(between, zone) < wall) earlier = between;
    else later = between;
  }
  return { first: later, last: later };
}
