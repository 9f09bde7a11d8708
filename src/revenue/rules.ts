import { addDays, dayAt, firstOfMonth, startOfDay } from '../platform/time/zoned-days.ts';

/** Instants in milliseconds; days in a time zone, both inclusive. */
export type Span = { from: number; until: number; firstDay: string; through: string };

/** Added to the first of a month, always gives a day in the next month. */
const DAY_IN_NEXT_MONTH = 31;

/** The past part of a month such as 2026-11, and the same part of the month before. A future month is empty. */
export function monthSpans(
  month: string | undefined,
  zone: string,
  now: number,
): { month: string; isRunning: boolean; present: Span; before: Span } {
  const firstDay = month === undefined ? firstOfMonth(dayAt(now, zone)) : `${month}-01`;
  const firstBefore = firstOfMonth(addDays(firstDay, -1));
  const [from, fromBefore] = [instant(firstDay, zone), instant(firstBefore, zone)];
  const ending = instant(firstOfMonth(addDays(firstDay, DAY_IN_NEXT_MONTH)), zone);
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

export function daysOf({ firstDay, through }: Pick<Span, 'firstDay' | 'through'>): string[] {
  const days: string[] = [];
  for (let day = firstDay; day <= through; day = addDays(day, 1)) days.push(day);
  return days;
}
