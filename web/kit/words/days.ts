import { DAY_MS } from '../../../src/platform/time/durations.ts';
import { dayAt } from '../../../src/platform/time/zoned-days.ts';
import { plural } from '../../ui/plural.ts';

/** The time zone of the user's device. */
export const localZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Today by the calendar of the user's device. Money has its payee's calendar instead. */
export const localToday = (): string => dayAt(Date.now(), localZone());

/** Days until an instant, counting a partial day as one. */
export function daysUntil(instant: string, now: Date = new Date()): number {
  return Math.max(0, Math.ceil((new Date(instant).getTime() - now.getTime()) / DAY_MS));
}

/** When a cancelled tenant's data is deleted, to follow "deleted": "in 12 days", "within 24 hours", "now". */
export function whenDeleted(purgeAt: string, now: Date = new Date()): string {
  const left = new Date(purgeAt).getTime() - now.getTime();
  if (left <= 0) return 'now';
  if (left <= DAY_MS) return 'within 24 hours';
  return plural(daysUntil(purgeAt, now), { one: 'in # day', other: 'in # days' });
}
