import { type Schedule, ScheduleCreate, SchedulePatch } from '../../src/schedules/contract.ts';
import type { Holiday, HolidayDates } from '../../src/schedules/holiday-contract.ts';
import { type Hours, type Weekday, WEEKDAYS } from '../../src/schedules/hours-contract.ts';
import { formSchema, typedNumber } from '../kit/forms/form-schema.ts';
import type { EditedFields } from '../kit/forms/merge.ts';

/** The form values of hours. The spans are preserved while another kind is chosen. */
export type HoursForm = { kind: Hours['kind']; spans: { from: string; to: string }[] };

/** The form values of a holiday's dates, with the fields of all kinds. */
export type DatesForm = {
  kind: HolidayDates['kind'];
  date: string;
  from: string;
  to: string;
  month: string;
  day: string;
  observed: boolean;
  weekday: Weekday;
  nth: string;
  daysAfter: string;
};
export type HolidayForm = { name: string; dates: DatesForm; hours: HoursForm };

export type ScheduleForm = {
  name: string;
  code: string;
  week: Record<Weekday, HoursForm>;
  holidays: HolidayForm[];
};

export const NEW_SPAN = { from: '09:00', to: '17:00' };
const closed: HoursForm = { kind: 'closed', spans: [NEW_SPAN] };
const office: HoursForm = { kind: 'spans', spans: [NEW_SPAN] };
const NO_DATES: DatesForm = {
  kind: 'date',
  date: '',
  from: '',
  to: '',
  month: '12',
  day: '25',
  observed: false,
  weekday: 'monday',
  nth: '1',
  daysAfter: '0',
};

export const NEW_HOLIDAY: HolidayForm = { name: '', dates: NO_DATES, hours: closed };

export const newSchedule: ScheduleForm = {
  name: '',
  code: '',
  week: {
    monday: office,
    tuesday: office,
    wednesday: office,
    thursday: office,
    friday: office,
    saturday: closed,
    sunday: closed,
  },
  holidays: [],
};

const hoursFormOf = (hours: Hours): HoursForm =>
  hours.kind === 'spans' ? { kind: 'spans', spans: hours.spans } : { kind: hours.kind, spans: [NEW_SPAN] };

function datesFormOf(dates: HolidayDates): DatesForm {
  switch (dates.kind) {
    case 'date':
    case 'range':
      return { ...NO_DATES, ...dates };
    case 'yearly':
      return { ...NO_DATES, ...dates, month: String(dates.month), day: String(dates.day) };
    case 'weekday':
      return { ...NO_DATES, ...dates, month: String(dates.month), daysAfter: String(dates.daysAfter) };
  }
}

export const holidayFormOf = ({ name, dates, hours }: Holiday): HolidayForm => ({
  name,
  dates: datesFormOf(dates),
  hours: hoursFormOf(hours),
});

export const scheduleFormOf = ({ name, code, week, holidays }: Schedule): ScheduleForm => ({
  name,
  code: code ?? '',
  week: {
    monday: hoursFormOf(week.monday),
    tuesday: hoursFormOf(week.tuesday),
    wednesday: hoursFormOf(week.wednesday),
    thursday: hoursFormOf(week.thursday),
    friday: hoursFormOf(week.friday),
    saturday: hoursFormOf(week.saturday),
    sunday: hoursFormOf(week.sunday),
  },
  holidays: holidays.map(holidayFormOf),
});

const readHours = ({ kind, spans }: HoursForm): unknown => (kind === 'spans' ? { kind, spans } : { kind });

export function readDates(form: DatesForm): unknown {
  const { kind, date, from, to, observed, weekday, nth } = form;
  const month = typedNumber(form.month);
  switch (kind) {
    case 'date':
      return { kind, date };
    case 'range':
      return { kind, from, to };
    case 'yearly':
      return { kind, month, day: typedNumber(form.day), observed };
    case 'weekday':
      return { kind, month, weekday, nth, daysAfter: typedNumber(form.daysAfter) };
  }
}

const sent = ({ name, code, week, holidays }: ScheduleForm) => ({
  name,
  code: code.trim() === '' ? null : code.trim(),
  week: Object.fromEntries(WEEKDAYS.map((day) => [day, readHours(week[day])])),
  holidays: holidays.map(({ name: called, dates, hours }) => ({
    name: called,
    dates: readDates(dates),
    hours: readHours(hours),
  })),
});

export const createSchema = formSchema(ScheduleCreate, sent);
export const editSchema = formSchema(SchedulePatch, sent);

export const SCHEDULE_FIELDS: EditedFields = {
  name: { name: 'Name' },
  code: { name: 'Phone code' },
  week: { name: 'Weekly hours', words: () => 'other hours' },
  holidays: { name: 'Holidays', words: (holidays: HolidayForm[]) => holidays.map(({ name }) => name).join(', ') },
};
