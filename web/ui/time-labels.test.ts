import { expect, test } from 'vitest';
import { clockLabel, readerTimeLabel, timeLabel } from './time-labels.ts';

const at = '2026-11-28T20:38:07Z';

test('shows the zone’s own time and names it, on both sides of a change of the clock', () => {
  expect(timeLabel(at, 'America/New_York', 'minute')).toBe('Nov 28, 2026, 3:38 PM EST');
  expect(timeLabel(at, 'America/New_York', 'second')).toBe('Nov 28, 2026, 3:38:07 PM EST');
  expect(timeLabel('2026-07-01T20:38:07Z', 'America/New_York', 'minute')).toBe('Jul 1, 2026, 4:38 PM EDT');
  expect(timeLabel(at, 'America/Los_Angeles', 'minute')).toBe('Nov 28, 2026, 12:38 PM PST');
});
test('a day is the zone’s own day', () => {
  const night = '2026-11-29T03:00:00Z';
  expect([timeLabel(night, 'America/New_York', 'day'), timeLabel(night, 'Europe/Vienna', 'day')]).toEqual([
    'Nov 28, 2026',
    'Nov 29, 2026',
  ]);
});
test('the reader’s own time is to the second, and named', () => {
  expect(readerTimeLabel(at)).toMatch(/2026.*:38:07 [AP]M \S+$/);
});
test('a time of day is to the second', () => {
  expect(clockLabel(at, 'America/New_York')).toBe('3:38:07 PM');
});
