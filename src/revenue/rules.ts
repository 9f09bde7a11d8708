import { addDays, dayAt, startOfDay } from '../platform/values/zoned-days.ts';

/** Instants in milliseconds; days by the calendar of a zone, both counted. */
export type Span = { from: number; until: number; firstDay: string; through: string };

/** So many days after the first of a month it is another one. */
const DAY_IN_NEXT_MONTH = 31;
const firstOf = (day: string): string => `${day.slice(0, 7)}-01`;

/** A month such as 2026-11 as far as it has passed, and as much of the month before. A month to come is empty. */
export function monthSpans(
  month: string | undefined,
  zone: string,
  now: number,
): { month: string; isRunning: boolean; present: Span; before: Span } {
  const firstDay = month === undefined ? firstOf(dayAt(now, zone)) : `${month}-01`;
  const firstBefore = firstOf(addDays(firstDay, -1));
  const [from, fromBefore] = [instant(firstDay, zone), instant(firstBefore, zone)];
  const ending = instant(firstOf(addDays(firstDay, DAY_IN_NEXT_MONTH)), zone);
  const until = Math.max(from, Math.min(now, ending));
  const isRunning = now < ending;
  const untilBefore = isRunning ? Math.min(from, fromBefore + (until - from)) : from;
  const spanOf = (first: string, begin: number, stop: number): Span => ({
    from: begin,
    until: stop,
    firstDay: first,
    through: stop === begin ? addDays(first, -1) : dayAt(stop - 1, zone),
  });
  return {
    month: firstDay.slice(0, 7),
    isRunning,
    present: spanOf(firstDay, from, until),
    before: spanOf(firstBefore, fromBefore, untilBefore),
  };
}

const instant = (day: string, zone: string): number => Date.parse(startOfDay(day, zone));

/** The days of a span in their order. */
export function daysOf({ firstDay, through }: Pick<Span, 'firstDay' | 'through'>): string[] {
  const days: string[] = [];
  for (let day = firstDay; day <= through; day = addDays(day, 1)) days.push(day);
  return days;
}
