import { expect, test } from 'vitest';
import { DAY_MS } from '../../platform/time/durations.ts';
import { weeksOfCalls } from './weeks.ts';

test.each([
  ['2026-12-01T05:30:00Z', '2026-11-01'],
  // still 30 November in New York
  ['2026-12-01T04:30:00Z', '2026-10-01'],
  ['2027-01-31T12:00:00Z', '2026-12-01'],
])('at %s the calls begin on %s, the first of last month in the demo’s zone', (time, first) => {
  const now = new Date(time);
  const today = Math.floor(now.getTime() / DAY_MS);
  const days = weeksOfCalls(now).map(({ day }) => new Date((today - day) * DAY_MS).toJSON().slice(0, 10));
  expect(days[0]).toBe(first);
  expect(days).toEqual(days.toSorted());
});
