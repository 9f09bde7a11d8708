import { expect, it } from 'vitest';
import { dayAfter, isDay, startOfDay } from './zoned-days.ts';

it('a day begins at midnight in its zone, also on the days when the clock is changed', () => {
  expect(startOfDay('2026-11-28', 'America/New_York')).toBe('2026-11-28T05:00:00.000Z');
  expect(startOfDay('2026-03-08', 'America/New_York')).toBe('2026-03-08T05:00:00.000Z');
  expect(startOfDay('2026-03-09', 'America/New_York')).toBe('2026-03-09T04:00:00.000Z');
  expect(startOfDay('2026-11-01', 'America/New_York')).toBe('2026-11-01T04:00:00.000Z');
  expect(startOfDay('2026-06-01', 'Asia/Kolkata')).toBe('2026-05-31T18:30:00.000Z');
  expect(startOfDay('2026-06-01', 'UTC')).toBe('2026-06-01T00:00:00.000Z');
});

it('where there is no midnight the day begins with the first minute that there is', () => {
  // at midnight the clock goes to 1:00
  expect(startOfDay('2026-04-24', 'Africa/Cairo')).toBe('2026-04-23T22:00:00.000Z');
  expect(startOfDay('2026-04-25', 'Africa/Cairo')).toBe('2026-04-24T21:00:00.000Z');
});

it('knows a whole day from one that is being typed', () => {
  expect(['2026-11-28', '2028-02-29'].every(isDay)).toBe(true);
  expect(['', '0202-11-28', '2026-02-30', '2026-1-1', '2026-11-28T00:00'].some(isDay)).toBe(false);
});

it('knows the day after', () => {
  expect(['2026-02-28', '2026-12-31'].map(dayAfter)).toEqual(['2026-03-01', '2027-01-01']);
});
