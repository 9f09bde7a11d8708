import { expect, test } from 'vitest';
import { marginText } from './margin-text.ts';
import { changeText, latestMonths, monthAt, monthLabel } from './months.ts';

test('months go back across the turn of the year', () => {
  const months = latestMonths('2026-02');
  expect([months.length, months[0], months[1], months[2], months[12]]).toEqual([
    13,
    '2026-02',
    '2026-01',
    '2025-12',
    '2025-02',
  ]);
  expect(monthLabel('2026-02')).toBe('February 2026');
});

test('a month begins in its time zone', () => {
  const instant = Date.parse('2026-10-31T20:00Z');
  expect([monthAt(instant, 'UTC'), monthAt(instant, 'Pacific/Auckland')]).toEqual(['2026-10', '2026-11']);
});

test('a change is compared with the previous amount, unless that was zero', () => {
  expect(changeText('112.00', '100.00')).toBe('12% more than the month before');
  expect(changeText('50.00', '100.00')).toBe('50% less than the month before');
  expect(changeText('-50.00', '-100.00')).toBe('50% more than the month before');
  expect(changeText('100.10', '100.00')).toBe('Same as the month before');
  expect(changeText('100.00', '0.00')).toBeNull();
});

test('a margin with unknown costs is an upper limit, and without any known cost it is not known', () => {
  const margin = (calls: number, callsWithoutCost: number) =>
    marginText({ calls, callsWithoutCost, margin: '1.00' }, 'USD');
  expect([margin(3, 0), margin(0, 0), margin(3, 1), margin(3, 3)]).toEqual([
    '$1.00',
    '$1.00',
    'At most $1.00',
    'Not known',
  ]);
});
