import { DAY_MS } from '../platform/time/durations.ts';
import { addDays, dayAfter, dayAt } from '../platform/time/zoned-days.ts';
import { instantsOf } from '../platform/time/zoned-times.ts';
import type { Because } from './contract.ts';
import type { Holiday } from './holiday-contract.ts';
import { holidayOn, weekdayOf } from './holiday-rules.ts';
import type { Hours, Week } from './hours-contract.ts';

/** What decides whether a schedule is open. Instants are in milliseconds. */
export type ScheduleRules = {
  week: Week;
  holidays: readonly Holiday[];
  override: { open: boolean; until: number } | null;
};

/** `until`: when it next changes between open and closed; null if not within a year. */
export type State = { open: boolean; because: Because; until: number | null };

/** How many days ahead the next change is searched for. */
const HORIZON = 366;
/** How long an override lasts if its schedule never changes by itself. */
const WITHOUT_CHANGE_MS = DAY_MS;
/** The longest override. */
export const MAX_OVERRIDE_MS = 366 * DAY_MS;

/** An open time, excluding `to`. It belongs to the day on which it begins, and to that day's rule. */
type Opening = { from: number; to: number; because: Because };

/** A day's hours, and the rule that they come from. */
export function hoursOn({ week, holidays }: ScheduleRules, day: string): { hours: Hours; because: Because } {
  const holiday = holidayOn(holidays, day);
  if (holiday) {
    const kind = holiday.dates.kind === 'date' ? 'date' : 'holiday';
    return { hours: holiday.hours, because: { kind, name: holiday.name } };
  }
  const weekday = weekdayOf(day);
  return { hours: week[weekday], because: { kind: 'week', weekday } };
}

/**
 * The open times that begin on a day, in order. In a repeated hour, a span begins at the earlier of the two instants and ends at the later. At a
 * skipped time, it begins or ends after the gap.
 */
export function openingsOn(rules: ScheduleRules, zone: string, day: string): Opening[] {
  const { hours, because } = hoursOn(rules, day);
  const next = dayAfter(day);
  const opening = (from: string, to: string): Opening => ({
    from: instantsOf(from, zone).first,
    to: instantsOf(to, zone).last,
    because,
  });
  if (hours.kind === 'closed') return [];
  if (hours.kind === 'allDay') return [opening(`${day}T00:00`, `${next}T00:00`)];
  return hours.spans
    .map(({ from, to }) => opening(`${day}T${from}`, `${to > from ? day : next}T${to}`))
    .filter(({ from, to }) => from < to)
    .toSorted((one, other) => one.from - other.from);
}

/** Whether a schedule is open at an instant, by its override, else a single date, else a holiday, else the week. */
export function stateAt(rules: ScheduleRules, zone: string, instant: number): State {
  const { override } = rules;
  if (!override || override.until <= instant) return stateByHours(rules, zone, instant);
  const because = { kind: 'override' } as const;
  const after = stateByHours(rules, zone, override.until);
  return { open: override.open, because, until: after.open === override.open ? after.until : override.until };
}

function stateByHours(rules: ScheduleRules, zone: string, instant: number): State {
  const today = dayAt(instant, zone);
  const openings = openingsFrom(rules, zone, today);
  const current = currentOpening(rules, zone, today, instant);
  if (current) return { open: true, because: current.because, until: endOf(openings, current, instant) };
  return { open: false, because: hoursOn(rules, today).because, until: nextStart(openings, instant) };
}

/** Starts with yesterday, because a time that began then can last until tonight. */
const currentOpening = (rules: ScheduleRules, zone: string, today: string, instant: number): Opening | undefined =>
  [addDays(today, -1), today]
    .flatMap((day) => openingsOn(rules, zone, day))
    .findLast(({ from, to }) => from <= instant && instant < to);

/** The open times from yesterday on, in order, computed on demand. */
function* openingsFrom(rules: ScheduleRules, zone: string, today: string): Generator<Opening> {
  for (let ahead = -1; ahead <= HORIZON; ahead++) yield* openingsOn(rules, zone, addDays(today, ahead));
}

function nextStart(openings: Iterable<Opening>, instant: number): number | null {
  for (const { from } of openings) if (from > instant) return from;
  return null;
}

/** When an open time ends, including those that follow it without a gap; null if that is more than a year away. */
function endOf(openings: Iterable<Opening>, current: Opening, instant: number): number | null {
  let end = current.to;
  for (const { from, to } of openings) {
    if (from > end) break;
    end = Math.max(end, to);
  }
  return end - instant > (HORIZON - 1) * DAY_MS ? null : end;
}

/** When an override ends that lasts until the hours change by themselves. */
export function defaultEnd(rules: ScheduleRules, zone: string, instant: number): number {
  return stateByHours(rules, zone, instant).until ?? instant + WITHOUT_CHANGE_MS;
}

/**
 * The override that a phone's code sets: the opposite of the current state. Null if the hours already give that, so that the override can just end.
 */
export function toggled(rules: ScheduleRules, zone: string, instant: number): { open: boolean; until: number } | null {
  const open = !stateAt(rules, zone, instant).open;
  const byHours = stateByHours(rules, zone, instant);
  return byHours.open === open ? null : { open, until: byHours.until ?? instant + WITHOUT_CHANGE_MS };
}
