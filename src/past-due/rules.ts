import { daysBetween } from '../platform/time/zoned-days.ts';

/** What a profile says about unpaid invoices, in days after they were due. */
export type DunningTerms = { reminderDays: readonly number[]; pastDueDays: number | null };

/** How many days ago an invoice was due in the tenant's time zone; negative if it is due later. */
export const daysPastDue = (dueOn: string, today: string): number => daysBetween(dueOn, today);

/** The reminders that are due, in order. A late job sends only the last of them. */
export const remindersReached = (terms: Pick<DunningTerms, 'reminderDays'>, days: number): number[] =>
  terms.reminderDays.filter((step) => step <= days).toSorted((a, b) => a - b);

export const isPastDue = ({ pastDueDays }: Pick<DunningTerms, 'pastDueDays'>, days: number): boolean =>
  pastDueDays !== null && days >= pastDueDays;

/** Whether the tenant's clock shows a time at which people read mail, as in `2026-11-28T09:30`. */
export const isMailTime = (wall: string): boolean => hourOf(wall) >= 8 && hourOf(wall) < 20;

/** No suspensions at night or on a weekend, when neither side can do anything about them. */
export const isSuspensionTime = (wall: string): boolean =>
  isWorkingDay(wall.slice(0, 10)) && hourOf(wall) >= 10 && hourOf(wall) < 16;

const hourOf = (wall: string): number => Number(wall.slice(11, 13));

function isWorkingDay(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday >= 1 && weekday <= 5;
}
