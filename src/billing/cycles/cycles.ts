import { addDays, dayAt, daysBetween, startOfDay } from '../../platform/values/zoned-days.ts';

/** A billing cycle: from one local day to another, and the instants at which they begin. */
export type Cycle = {
  firstDay: string;
  nextFirstDay: string;
  /** How many days it has. */
  days: number;
  /** The days of the regular month that ends with it: a monthly fee is divided by these. */
  nominalDays: number;
  startsAt: string;
  endsAt: string;
};

/** When cycles turn: the billing day, 1 to 31, by the clock of a zone. */
export type Turn = { billingDay: number; zone: string };

const lastDayOf = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/** The day of a month on which cycles turn; a month without the billing day uses its last. Months count from 0 and may run over. */
function turnIn(year: number, month: number, billingDay: number): string {
  const first = new Date(Date.UTC(year, month, 1));
  const last = lastDayOf(first.getUTCFullYear(), first.getUTCMonth());
  return addDays(first.toISOString().slice(0, 10), Math.min(billingDay, last) - 1);
}

/** The last turn on or before a day, counted in months from it: 0; the next one: 1. */
function turnNear(day: string, billingDay: number, months: number): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1];
  const passed = turnIn(year, month, billingDay) <= day ? 0 : -1;
  return turnIn(year, month + passed + months, billingDay);
}

/** The regular cycle that an instant falls into. */
export function cycleAt(at: string, { billingDay, zone }: Turn): Cycle {
  const today = dayAt(Date.parse(at), zone);
  const firstDay = turnNear(today, billingDay, 0);
  return endingAfter({ firstDay, startsAt: startOfDay(firstDay, zone) }, { billingDay, zone });
}

/** The cycle after another, which begins at the very instant at which that one ends. Both billing day and zone may be new. */
export const cycleAfter = (before: Pick<Cycle, 'nextFirstDay' | 'endsAt'>, turn: Turn): Cycle =>
  endingAfter({ firstDay: before.nextFirstDay, startsAt: before.endsAt }, turn);

function endingAfter(start: Pick<Cycle, 'firstDay' | 'startsAt'>, { billingDay, zone }: Turn): Cycle {
  const next = turnNear(start.firstDay, billingDay, 1);
  // after a move to a zone further east, the next day may have begun there before this cycle does here
  const nextFirstDay = startOfDay(next, zone) > start.startsAt ? next : turnNear(start.firstDay, billingDay, 2);
  return {
    ...start,
    nextFirstDay,
    days: daysBetween(start.firstDay, nextFirstDay),
    nominalDays: daysBetween(turnNear(addDays(nextFirstDay, -1), billingDay, 0), nextFirstDay),
    endsAt: startOfDay(nextFirstDay, zone),
  };
}
