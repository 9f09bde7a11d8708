import { DAY_MS } from '../../src/platform/time/durations.ts';
import type { Because, Schedule } from '../../src/schedules/contract.ts';
import type { Hours } from '../../src/schedules/hours-contract.ts';
import type { ScheduleRules } from '../../src/schedules/rules.ts';
import { weekdayName } from '../../src/schedules/text-rules.ts';

const utc = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
const CLOCK = utc({ hour: 'numeric', minute: '2-digit' });
const DAY = utc({ weekday: 'short', month: 'short', day: 'numeric' });
const DAY_AND_YEAR = utc({ weekday: 'short', month: 'short', day: 'numeric', year: 'numeric' });

/** "09:00" as "9:00 AM"; null for an incomplete time. */
export const clockLabel = (time: string): string | null =>
  /^\d\d:\d\d$/.test(time) ? CLOCK.format(Date.parse(`1970-01-01T${time}Z`)) : null;

/** "2026-11-26" as "Thu, Nov 26", with the year where it isn't clear. */
export const dayLabel = (day: string, withYear = false): string =>
  (withYear ? DAY_AND_YEAR : DAY).format(Date.parse(`${day}T00:00Z`));

/** "9:00 AM – 5:00 PM", "Closed" or "24 hours". */
export function hoursLabel(hours: Hours): string {
  if (hours.kind === 'closed') return 'Closed';
  if (hours.kind === 'allDay') return '24 hours';
  return hours.spans.map(({ from, to }) => `${clockLabel(from) ?? ''} – ${clockLabel(to) ?? ''}`).join(', ');
}

/** The rule that decides. */
export function becauseLabel(because: Because): string {
  switch (because.kind) {
    case 'override':
      return 'Switched manually';
    case 'date':
    case 'holiday':
      return because.name;
    case 'week':
      return `${weekdayName(because.weekday)} hours`;
  }
}

/** The end of a state in a time zone: "5:00 PM" today, "Mon, Nov 30, 9:00 AM" later. Instants in milliseconds. */
export function endLabel(until: number, zone: string, now: number): string {
  const inZone = (options: Intl.DateTimeFormatOptions, at: number) =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone }).format(at);
  const day = { year: 'numeric', month: 'short', day: 'numeric' } as const;
  const clock = { hour: 'numeric', minute: '2-digit' } as const;
  if (inZone(day, until) === inZone(day, now)) return inZone(clock, until);
  const near = until - now < 300 * DAY_MS;
  return inZone({ weekday: 'short', ...day, ...clock, ...(near && { year: undefined }) }, until);
}

/** Converts a schedule to the input of its rules. */
export const rulesOf = ({ week, holidays, override }: Schedule): ScheduleRules => ({
  week,
  holidays,
  override: override && { open: override.open, until: Date.parse(override.until) },
});
