import { z } from 'zod';
import { daysBetween, isDay } from '../platform/time/zoned-days.ts';
import { label, wholeNumber } from '../platform/values/values.ts';
import { Hours, kind, WEEKDAYS } from './hours-contract.ts';

export const MAX_HOLIDAYS = 200;
/** The longest range of dates, in days. */
const MAX_RANGE = 366;

/** Dates are always text, so that no time zone can shift them. */
const date = (description: string, example: string) =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'Enter a date.', abort: true })
    .refine(isDay, 'Enter a date.')
    .meta({ description, examples: [example] });

/** The maximum number of days of each month. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export const HolidayDates = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: kind('date', 'One date. It goes before all other holidays.'),
      date: date('A calendar day as `YYYY-MM-DD`.', '2026-12-24'),
    }),
    z
      .strictObject({
        kind: kind('range', 'Several days in a row.'),
        from: date('The first day of the holiday.', '2026-12-24'),
        to: date('The last day of the holiday, inclusive.', '2027-01-01'),
      })
      .check(({ value, issues }) => {
        const days = daysBetween(value.from, value.to);
        const addIssue = (message: string) => issues.push({ code: 'custom', input: value.to, path: ['to'], message });
        if (days < 0) addIssue('Enter a last day that isn’t before the first.');
        if (days >= MAX_RANGE) addIssue('A range has at most 366 days.');
      }),
    z
      .strictObject({
        kind: kind('yearly', 'The same date in each year.'),
        month: wholeNumber(1, 12).meta({ description: 'The month, from 1.', examples: [7] }),
        day: wholeNumber(1, 31).meta({ description: 'The day of the month.', examples: [4] }),
        observed: z.boolean().meta({
          description: 'If it falls on a Saturday, the Friday before is one too; on a Sunday, the Monday after.',
        }),
      })
      .check(({ value, issues }) => {
        if (value.day <= (LONGEST[value.month - 1] ?? 31)) return;
        issues.push({ code: 'custom', input: value.day, path: ['day'], message: 'This month has fewer days.' });
      }),
    z.strictObject({
      kind: kind('weekday', 'A weekday of a month in each year, such as the fourth Thursday of November.'),
      month: wholeNumber(1, 12).meta({ description: 'The month, from 1.', examples: [11] }),
      weekday: z.enum(WEEKDAYS).meta({ description: 'The day of the week, in lower-case English.' }),
      nth: z.enum(['1', '2', '3', '4', 'last']).meta({ description: 'Which of them in the month.' }),
      daysAfter: wholeNumber(0, 6).meta({
        description: 'This many days after it: 1 is the day after Thanksgiving.',
        examples: [0],
      }),
    }),
  ])
  .meta({ id: 'HolidayDates', description: 'The dates of a holiday.' });
export type HolidayDates = z.infer<typeof HolidayDates>;

export const Holiday = z
  .strictObject({
    name: label().meta({ description: 'What the holiday is called.', examples: ['Thanksgiving Day'] }),
    dates: HolidayDates,
    hours: Hours.meta({ description: 'The hours that begin on such a day, in place of the weekday’s.' }),
  })
  .meta({ id: 'ScheduleHoliday', description: 'Days with other hours than their weekday.' });
export type Holiday = z.infer<typeof Holiday>;
