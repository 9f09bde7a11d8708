import { addDays, dayAt, daysBetween, startOfDay } from '../../platform/time/zoned-days.ts';

/** A billing cycle: its first local day, that of the next cycle, and the instants at which they begin. */
export type Cycle = {
  firstDay: string;
  nextFirstDay: string;
  /** How many days it has. */
  days: number;
  /** The days of the regular month that ends with it, by which a monthly fee is divided. */
  nominalDays: number;
  startsAt: string;
  endsAt: string;
};

/** When cycles begin: on the billing day, 1 to 31, in a time zone. */
export type CycleCalendar = { billingDay: number; zone: string };

const lastDayOf = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/** The day of a month on which cycles begin; shorter months use their last day. Months count from 0 and may be above 11. */
function turnIn(year: number, month: number, billingDay: number): string {
  const first = new Date(Date.UTC(year, month, 1));
  const last = lastDayOf(first.getUTCFullYear(), first.getUTCMonth());
  return addDays(first.toISOString().slice(0, 10), Math.min(billingDay, last) - 1);
}

/** For `months` 0, the last beginning of a cycle on or before a day; for 1, the next one. */
function turnNear(day: string, billingDay: number, months: number): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1];
  const passed = turnIn(year, month, billingDay) <= day ? 0 : -1;
  return turnIn(year, month + passed + months, billingDay);
}

/** The regular cycle of an instant. */
export function cycleAt(at: string, { billingDay, zone }: CycleCalendar): Cycle {
  const today = dayAt(Date.parse(at), zone);
  const firstDay = turnNear(today, billingDay, 0);
  return endingAfter({ firstDay, startsAt: startOfDay(firstDay, zone) }, { billingDay, zone });
}

/** The next cycle, which begins exactly when the one before ends. The billing day and the zone may have changed. */
export const cycleAfter = (before: Pick<Cycle, 'nextFirstDay' | 'endsAt'>, calendar: CycleCalendar): Cycle =>
  endingAfter({ firstDay: before.nextFirstDay, startsAt: before.endsAt }, calendar);

function endingAfter(start: Pick<Cycle, 'firstDay' | 'startsAt'>, { billingDay, zone }: CycleCalendar): Cycle {
  const next = turnNear(start.firstDay, billingDay, 1);
  // in a new zone further east, the next first day may begin before this cycle does
  const nextFirstDay = startOfDay(next, zone) > start.startsAt ? next : turnNear(start.firstDay, billingDay, 2);
  return {
    ...start,
    nextFirstDay,
    days: daysBetween(start.firstDay, nextFirstDay),
    nominalDays: daysBetween(turnNear(addDays(nextFirstDay, -1), billingDay, 0), nextFirstDay),
    endsAt: startOfDay(nextFirstDay, zone),
  };
}
