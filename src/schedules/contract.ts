import { z } from 'zod';
import { objectUses } from '../object-uses/contract.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { createdAt, idOf, text, time, version } from '../platform/values/fields.ts';
import { label, searchText } from '../platform/values/values.ts';
import { Holiday, MAX_HOLIDAYS } from './holiday-contract.ts';
import { kind, Week, WEEKDAYS } from './hours-contract.ts';

export const MAX_SCHEDULES = 200;

export const scheduleErrors = {
  schedule_code_taken: { status: 409, description: 'Another schedule of the tenant has this code.' },
  too_many_schedules: { status: 409, description: 'A tenant can have at most 200 schedules.' },
} as const satisfies ErrorTable;

const editable = {
  name: label().meta({ description: 'What the schedule is called.', examples: ['Office hours'] }),
  code: z
    .string()
    .regex(/^[0-9]{1,3}$/, 'Enter 1 to 3 digits.')
    .nullable()
    .meta({
      description: 'Digits that name the schedule at a phone, each of them once in a tenant. Null: none.',
      examples: ['1'],
    }),
  week: Week,
  holidays: z.array(Holiday).max(MAX_HOLIDAYS, `A schedule has at most ${MAX_HOLIDAYS} holidays.`).meta({
    description:
      'Days with other hours. A single date goes before ranges and yearly holidays; of two such ones on one day, the first in this list counts.',
  }),
};

export const ScheduleCreate = z
  .strictObject({ ...editable, code: editable.code.default(null), holidays: editable.holidays.default([]) })
  .meta({ id: 'ScheduleCreate', description: 'A schedule to add.' });

export const SchedulePatch = z
  .strictObject(editable)
  .partial()
  .meta({ id: 'SchedulePatch', description: 'The fields to change.' });

const open = z.boolean().meta({ description: 'True for open hours, false for closed ones.' });

const Override = z
  .object({ open, until: time('When it ends by itself.') })
  .meta({ id: 'ScheduleOverride', description: 'Open or closed until a time, regardless of the hours.' });

/** Null means until the hours next change by themselves. */
export const OverrideInput = z
  .strictObject({
    open,
    until: z.iso
      .datetime('Enter a date and a time.')
      .nullable()
      .default(null)
      .meta({
        description:
          'When it ends, at most 366 days from now. Null: when the hours change by themselves the next time.',
        examples: ['2026-11-05T14:30:00.000Z'],
      }),
  })
  .meta({ id: 'ScheduleOverrideInput', description: 'Open or closed until a time, regardless of the hours.' });

/** The rule that decides whether a schedule is open. */
const Because = z
  .discriminatedUnion('kind', [
    z.object({ kind: kind('override', 'It was switched until a time.') }),
    z.object({ kind: kind('date', 'A single date.'), name: text('The holiday’s name.', 'Inventory') }),
    z.object({
      kind: kind('holiday', 'A holiday of several days, or one that repeats every year.'),
      name: text('The holiday’s name.', 'Christmas Day'),
    }),
    z.object({
      kind: kind('week', 'The hours of a weekday.'),
      weekday: z.enum(WEEKDAYS).meta({ description: 'The day of the week, in lower-case English.' }),
    }),
  ])
  .meta({ id: 'ScheduleBecause', description: 'The rule that decides.' });
export type Because = z.infer<typeof Because>;

const ScheduleState = z
  .object({
    open,
    because: Because,
    until: time('When it changes between open and closed the next time; null if it doesn’t within a year.').nullable(),
  })
  .meta({ id: 'ScheduleState', description: 'Whether a schedule is open, and why.' });

export const Schedule = z
  .object({
    id: idOf('schedule'),
    ...editable,
    name: text('What the schedule is called.', 'Office hours'),
    override: Override.nullable().meta({ description: 'What it was switched to. Null: the hours decide.' }),
    state: ScheduleState.meta({ description: 'Whether it is open now.' }),
    uses: objectUses(),
    createdAt: createdAt(),
    version: version(),
  })
  .meta({ id: 'Schedule', description: 'When a tenant is open: hours of the week, and holidays.' });
export type Schedule = z.infer<typeof Schedule>;

export const ScheduleList = listOf(Schedule);
export const ScheduleQuery = listQuery(['name', 'createdAt'], 'name').extend({ search: searchText().optional() });
