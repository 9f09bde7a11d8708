import { addDays } from '../../src/platform/time/zoned-days.ts';
import type { Because } from '../../src/schedules/contract.ts';
import { DAY_MINUTES, type Hours, minutesOfSpan, type Week, WEEKDAYS } from '../../src/schedules/hours-contract.ts';
import { hoursOn, type ScheduleRules } from '../../src/schedules/rules.ts';

/** A day of a chart. `parts` in minutes from midnight, including hours that continue from the day before. */
export type DayPicture = { day: string; hours: Hours; because: Because; parts: { from: number; to: number }[] };

const minutesOf = (hours: Hours): { from: number; to: number }[] => {
  if (hours.kind === 'closed') return [];
  return hours.kind === 'allDay' ? [{ from: 0, to: DAY_MINUTES }] : hours.spans.map(minutesOfSpan);
};

/** The open hours of seven days from a day on, without overrides. */
export const pictureFrom = (rules: ScheduleRules, first: string): DayPicture[] =>
  Array.from({ length: 7 }, (_, ahead) => {
    const day = addDays(first, ahead);
    const { hours, because } = hoursOn(rules, day);
    const before = minutesOf(hoursOn(rules, addDays(day, -1)).hours);
    const parts = [
      ...before.filter(({ to }) => to > DAY_MINUTES).map(({ to }) => ({ from: 0, to: to - DAY_MINUTES })),
      ...minutesOf(hours).map(({ from, to }) => ({ from, to: Math.min(to, DAY_MINUTES) })),
    ];
    return { day, hours, because, parts };
  });

/** Any Monday. */
const A_MONDAY = '2024-01-01';

/** The hours of the week from Monday to Sunday, without holidays. */
export const pictureOfWeek = (week: Week): DayPicture[] =>
  pictureFrom({ week, holidays: [], override: null }, A_MONDAY);

/** Describes a week, grouping days with the same hours: "Mon–Fri 9:00 AM – 5:00 PM". */
export function weekInWords(week: Week, hoursLabel: (hours: Hours) => string): string[] {
  const days = WEEKDAYS.map((day) => ({
    name: `${day.charAt(0).toUpperCase()}${day.slice(1, 3)}`,
    hours: hoursLabel(week[day]),
  }));
  const runs: { first: string; last: string; hours: string }[] = [];
  for (const { name, hours } of days) {
    const run = runs.at(-1);
    if (run?.hours === hours) run.last = name;
    else runs.push({ first: name, last: name, hours });
  }
  const dayRange = ({ first, last }: { first: string; last: string }) => (first === last ? first : `${first}–${last}`);
  return runs.map((run) => `${dayRange(run)} ${run.hours.toLowerCase() === 'closed' ? 'closed' : run.hours}`);
}
