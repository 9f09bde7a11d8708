import { DAY_MS } from '../../../src/platform/time/durations.ts';
import { plural } from '../../ui/plural.ts';

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
