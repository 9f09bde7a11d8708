import { describe, expect, test } from 'vitest';
import { addDays } from '../platform/time/zoned-days.ts';
import { HolidayDates } from './holiday-contract.ts';
import { isHoliday, nextTwoYears, US_HOLIDAYS } from './holiday-rules.ts';

const daysIn = (dates: HolidayDates, from: string, days = 366): string[] =>
  Array.from({ length: days }, (_, ahead) => addDays(from, ahead)).filter((day) => isHoliday(dates, day));
const preset = (name: string): HolidayDates => {
  const found = US_HOLIDAYS.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found.dates;
};
const daysOf = (name: string, year: number): string[] =>
  nextTwoYears(preset(name), year)
    .map(({ from }) => from)
    .filter((day) => day.startsWith(String(year)));

/** Published days of the holidays (US Office of Personnel Management and printed calendars), by year from 2019. */
const THANKSGIVING = '28 26 25 24 23 28 27 26 25 23 22 28 27 25 24 23 22 27 26 25 24 22'.split(' ');
const MLK = '21 20 18 17 16 15 20 19 18 17 15 21 20 19 17 16 15 21 19 18 17 16'.split(' ');
const PRESIDENTS = '18 17 15 21 20 19 17 16 15 21 19 18 17 16 21 20 19 18 16 15 21 20'.split(' ');
const MEMORIAL = '27 25 31 30 29 27 26 25 31 29 28 27 26 31 30 29 28 26 25 31 30 28'.split(' ');
const LABOR = '2 7 6 5 4 2 1 7 6 4 3 2 1 6 5 4 3 1 7 6 5 3'.split(' ');
const COLUMBUS = '14 12 11 10 9 14 13 12 11 9 8 14 13 11 10 9 8 13 12 11 10 8'.split(' ');

describe.each([
  ['Thanksgiving Day', 11, THANKSGIVING],
  ['Martin Luther King Jr. Day', 1, MLK],
  ['Presidents’ Day', 2, PRESIDENTS],
  ['Memorial Day', 5, MEMORIAL],
  ['Labor Day', 9, LABOR],
  ['Columbus Day', 10, COLUMBUS],
])('%s', (name, month, days) => {
  test('falls on the days of the list from 2019 to 2040', () => {
    const year = (index: number) => 2019 + index;
    const found = days.map((_, index) => daysOf(name, year(index)));
    const two = (text: string) => text.padStart(2, '0');
    expect(found).toEqual(days.map((day, index) => [`${year(index)}-${two(String(month))}-${two(day)}`]));
  });
});

test('the day after Thanksgiving is the day after it, also on 29 November 2019', () => {
  for (let year = 2019; year <= 2040; year++) {
    const [thursday = ''] = daysOf('Thanksgiving Day', year);
    expect(daysOf('Day after Thanksgiving', year)).toEqual([addDays(thursday, 1)]);
  }
  expect(daysOf('Day after Thanksgiving', 2019)).toEqual(['2019-11-29']);
});

/**
 * The days on which federal offices are closed, as the Office of Personnel Management publishes them. For a holiday on a weekend, it is the day in
 * lieu (5 U.S.C. 6103(b)), which for New Year’s Day 2028 is in 2027.
 */
const OBSERVED: Record<string, readonly string[]> = {
  'New Year’s Day': ['2026-01-01', '2027-01-01', '2027-12-31', '2029-01-01', '2030-01-01'],
  'Martin Luther King Jr. Day': ['2026-01-19', '2027-01-18', '2028-01-17', '2029-01-15', '2030-01-21'],
  'Presidents’ Day': ['2026-02-16', '2027-02-15', '2028-02-21', '2029-02-19', '2030-02-18'],
  'Memorial Day': ['2026-05-25', '2027-05-31', '2028-05-29', '2029-05-28', '2030-05-27'],
  Juneteenth: ['2026-06-19', '2027-06-18', '2028-06-19', '2029-06-19', '2030-06-19'],
  'Independence Day': ['2026-07-03', '2027-07-05', '2028-07-04', '2029-07-04', '2030-07-04'],
  'Labor Day': ['2026-09-07', '2027-09-06', '2028-09-04', '2029-09-03', '2030-09-02'],
  'Columbus Day': ['2026-10-12', '2027-10-11', '2028-10-09', '2029-10-08', '2030-10-14'],
  'Veterans Day': ['2026-11-11', '2027-11-11', '2028-11-10', '2029-11-12', '2030-11-11'],
  'Thanksgiving Day': ['2026-11-26', '2027-11-25', '2028-11-23', '2029-11-22', '2030-11-28'],
  'Christmas Day': ['2026-12-25', '2027-12-24', '2028-12-25', '2029-12-25', '2030-12-25'],
};
/** The holidays themselves, if they are on a weekend and so aren’t listed above. A shop is closed then, too. */
const ON_A_WEEKEND = ['2026-07-04', '2027-06-19', '2027-07-04', '2027-12-25', '2028-01-01', '2028-11-11', '2029-11-11'];

describe('from 2026 to 2030', () => {
  test.each(Object.entries(OBSERVED))('%s is on the published days', (name, days) => {
    expect(days.filter((day) => !isHoliday(preset(name), day))).toEqual([]);
  });

  test('no other day is a holiday but the Friday after Thanksgiving and those on a weekend', () => {
    const published = [...Object.values(OBSERVED).flat(), ...ON_A_WEEKEND];
    const found = US_HOLIDAYS.filter(({ name }) => name !== 'Day after Thanksgiving').flatMap(({ dates }) =>
      daysIn(dates, '2026-01-01', 5 * 365 + 1),
    );
    expect(found.toSorted()).toEqual(published.toSorted());
  });
});

describe('a fixed date', () => {
  test.each([
    ['Independence Day', 2020, ['2020-07-03', '2020-07-04']],
    ['Independence Day', 2021, ['2021-07-04', '2021-07-05']],
    ['Independence Day', 2024, ['2024-07-04']],
    ['Christmas Day', 2021, ['2021-12-24', '2021-12-25']],
    ['Christmas Day', 2022, ['2022-12-25', '2022-12-26']],
    ['Juneteenth', 2027, ['2027-06-18', '2027-06-19']],
    ['Veterans Day', 2028, ['2028-11-10', '2028-11-11']],
  ])('%s %i', (name, year, days) => expect(daysOf(name, year)).toEqual(days));

  test('is observed in the year before, when New Year’s Day is a Saturday', () => {
    expect(daysIn(preset('New Year’s Day'), '2027-12-01', 60)).toEqual(['2027-12-31', '2028-01-01']);
    expect(isHoliday(preset('New Year’s Day'), '2021-12-31')).toBe(true);
    expect(isHoliday(preset('New Year’s Day'), '2026-12-31')).toBe(false);
  });

  test('of 29 February comes in leap years only', () => {
    const dates = { kind: 'yearly', month: 2, day: 29, observed: false } as const;
    expect(nextTwoYears(dates, 2027).map(({ from }) => from)).toEqual(['2028-02-29']);
    expect(daysIn(dates, '2026-01-01', 365)).toEqual([]);
  });
});

describe('a range', () => {
  test('has every day from the first to the last, and none besides', () => {
    const dates = { kind: 'range', from: '2026-04-29', to: '2026-05-05' } as const;
    expect(daysIn(dates, '2026-01-01', 365)).toEqual(Array.from({ length: 7 }, (_, i) => addDays('2026-04-29', i)));
    expect(isHoliday(dates, '2027-05-01')).toBe(false);
  });

  test('may pass the end of a year', () => {
    const dates = { kind: 'range', from: '2026-12-30', to: '2027-01-02' } as const;
    expect(daysIn(dates, '2026-06-01')).toEqual(['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']);
  });

  test.each([
    [{ kind: 'range', from: '2026-05-05', to: '2026-04-29' }],
    [{ kind: 'range', from: '2026-01-01', to: '2027-06-01' }],
    [{ kind: 'date', date: '2026-02-30' }],
    [{ kind: 'yearly', month: 4, day: 31, observed: false }],
  ])('%j is refused', (dates) => expect(HolidayDates.safeParse(dates).success).toBe(false));
});

test('the last weekday of a month is its last, in December too', () => {
  const last = (month: number) => ({ kind: 'weekday', month, weekday: 'thursday', nth: 'last', daysAfter: 0 }) as const;
  expect(nextTwoYears(last(12), 2026).map(({ from }) => from)).toEqual(['2026-12-31', '2027-12-30']);
  expect(nextTwoYears(last(2), 2026).map(({ from }) => from)).toEqual(['2026-02-26', '2027-02-25']);
});
