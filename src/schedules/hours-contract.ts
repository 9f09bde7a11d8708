import { z } from 'zod';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const MAX_SPANS = 6;

export const kind = <Kind extends string>(value: Kind, description: string) => z.literal(value).meta({ description });

const clock = (description: string, example: string) =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time such as 09:00.')
    .meta({ description, examples: [example] });

const Span = z.strictObject({
  from: clock('When it opens, in the tenant’s time zone.', '09:00'),
  to: clock('When it closes. A time that isn’t after `from` is on the next day; `00:00` is midnight.', '17:00'),
});
export type Span = z.infer<typeof Span>;

export const DAY_MINUTES = 24 * 60;
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** A span in minutes from the start of its day. It can end on the next day. */
export function minutesOfSpan({ from, to }: Span): { from: number; to: number } {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  return { from: start, to: end > start ? end : end + DAY_MINUTES };
}

const spans = z
  .array(Span)
  .min(1, 'Enter at least one span.')
  .max(MAX_SPANS, `A day has at most ${MAX_SPANS} spans.`)
  .check(({ value, issues }) => {
    const addIssue = (index: number, message: string) =>
      issues.push({ code: 'custom', input: value[index], path: [index, 'to'], message });
    value.forEach((span, index) => {
      if (span.from === span.to)
        addIssue(index, 'Enter an end that differs from the beginning. For all day choose 24 hours.');
      const { from, to } = minutesOfSpan(span);
      const clashes = value
        .slice(0, index)
        .map(minutesOfSpan)
        .some((other) => from < other.to && other.from < to);
      if (clashes) addIssue(index, 'This overlaps another span of the day.');
    });
  })
  .meta({ description: 'When it is open.' });

/** When it is open on one day. */
export const Hours = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: kind('closed', 'Closed all day.') }),
    z.strictObject({ kind: kind('allDay', 'Open for 24 hours.') }),
    z.strictObject({ kind: kind('spans', 'Open in these spans. One may end on the next day.'), spans }),
  ])
  .meta({ id: 'ScheduleHours', description: 'When it is open on a day, in the tenant’s time zone.' });
export type Hours = z.infer<typeof Hours>;

const day = (name: string) => Hours.meta({ description: `The hours that begin on ${name}.` });

export const Week = z
  .strictObject({
    monday: day('Monday'),
    tuesday: day('Tuesday'),
    wednesday: day('Wednesday'),
    thursday: day('Thursday'),
    friday: day('Friday'),
    saturday: day('Saturday'),
    sunday: day('Sunday'),
  })
  .meta({ id: 'ScheduleWeek', description: 'The hours of each day of the week.' });
export type Week = z.infer<typeof Week>;
