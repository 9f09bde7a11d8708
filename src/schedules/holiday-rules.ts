import { addDays } from '../platform/time/zoned-days.ts';
import type { Holiday, HolidayDates } from './holiday-contract.ts';
import { type Weekday, WEEKDAYS } from './hours-contract.ts';

/** The number of a weekday. Monday is 0. */
const weekdayNumber = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

export const weekdayOf = (day: string): Weekday => WEEKDAYS[weekdayNumber(day)] ?? 'monday';

const dayOf = (year: number, month: number, day: number): string =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** How many days later a holiday on a weekend is observed. */
const OBSERVED: Partial<Record<Weekday, number>> = { saturday: -1, sunday: 1 };

/** The days of a holiday that belong to a year. An observed day can be in the year before: New Year’s Day 2028 is observed on 31 December 2027. */
function daysOfYear(dates: Exclude<HolidayDates, { kind: 'date' | 'range' }>, year: number): string[] {
  if (dates.kind === 'yearly') {
    const day = dayOf(year, dates.month, dates.day);
    // 29 February
    if (new Date(`${day}T00:00:00Z`).getUTCMonth() + 1 !== dates.month) return [];
    const shift = dates.observed ? OBSERVED[weekdayOf(day)] : undefined;
    return shift === undefined ? [day] : [day, addDays(day, shift)].toSorted();
  }
  const { month, weekday, nth, daysAfter } = dates;
  const first =
    nth === 'last' ? addDays(dayOf(month === 12 ? year + 1 : year, (month % 12) + 1, 1), -7) : dayOf(year, month, 1);
  const ahead = (WEEKDAYS.indexOf(weekday) - weekdayNumber(first) + 7) % 7;
  const weeks = nth === 'last' ? 0 : Number(nth) - 1;
  return [addDays(first, ahead + weeks * 7 + daysAfter)];
}

export function isHoliday(dates: HolidayDates, day: string): boolean {
  if (dates.kind === 'date') return dates.date === day;
  if (dates.kind === 'range') return dates.from <= day && day <= dates.to;
  const year = Number(day.slice(0, 4));
  return [year - 1, year, year + 1].some((each) => daysOfYear(dates, each).includes(day));
}

/** The first and last day of each occurrence that starts in this year or the next. */
export function nextTwoYears(dates: HolidayDates, year: number): { from: string; to: string }[] {
  if (dates.kind === 'date') return [{ from: dates.date, to: dates.date }];
  if (dates.kind === 'range') return [{ from: dates.from, to: dates.to }];
  return [year, year + 1].flatMap((each) => daysOfYear(dates, each).map((day) => ({ from: day, to: day })));
}

/** The holiday that applies to a day: a single date before all others, then the first in the list. */
export const holidayOn = (holidays: readonly Holiday[], day: string): Holiday | undefined => {
  const found = holidays.filter(({ dates }) => isHoliday(dates, day));
  return found.find(({ dates }) => dates.kind === 'date') ?? found[0];
};

const closed = { kind: 'closed' } as const;
const yearly = (name: string, month: number, day: number): Holiday => ({
  name,
  dates: { kind: 'yearly', month, day, observed: true },
  hours: closed,
});
type ByWeekday = Extract<HolidayDates, { kind: 'weekday' }>;
const byWeekday = (
  name: string,
  month: number,
  { nth, weekday, daysAfter = 0 }: { nth: ByWeekday['nth']; weekday: Weekday; daysAfter?: number },
): Holiday => ({
  name,
  dates: { kind: 'weekday', month, weekday, nth, daysAfter },
  hours: closed,
});

/** The holidays of the United States (5 U.S.C. 6103), and the Friday after Thanksgiving, when most offices are closed, too. */
export const US_HOLIDAYS: readonly Holiday[] = [
  yearly('New Year’s Day', 1, 1),
  byWeekday('Martin Luther King Jr. Day', 1, { nth: '3', weekday: 'monday' }),
  byWeekday('Presidents’ Day', 2, { nth: '3', weekday: 'monday' }),
  byWeekday('Memorial Day', 5, { nth: 'last', weekday: 'monday' }),
  yearly('Juneteenth', 6, 19),
  yearly('Independence Day', 7, 4),
  byWeekday('Labor Day', 9, { nth: '1', weekday: 'monday' }),
  byWeekday('Columbus Day', 10, { nth: '2', weekday: 'monday' }),
  yearly('Veterans Day', 11, 11),
  byWeekday('Thanksgiving Day', 11, { nth: '4', weekday: 'thursday' }),
  byWeekday('Day after Thanksgiving', 11, { nth: '4', weekday: 'thursday', daysAfter: 1 }),
  yearly('Christmas Day', 12, 25),
];
