import { expect, test } from 'vitest';
import { addDays, dayAfter, daysBetween, isDay, startOfDay } from './zoned-days.ts';

test('a day begins at midnight in its zone, also on the days when the clock is changed', () => {
  expect(startOfDay('2026-11-28', 'America/New_York')).toBe('2026-11-28T05:00:00.000Z');
  expect(startOfDay('2026-03-08', 'America/New_York')).toBe('2026-03-08T05:00:00.000Z');
  expect(startOfDay('2026-03-09', 'America/New_York')).toBe('2026-03-09T04:00:00.000Z');
  expect(startOfDay('2026-11-01', 'America/New_York')).toBe('2026-11-01T04:00:00.000Z');
  expect(startOfDay('2026-06-01', 'Asia/Kolkata')).toBe('2026-05-31T18:30:00.000Z');
  expect(startOfDay('2026-06-01', 'UTC')).toBe('2026-06-01T00:00:00.000Z');
});

test('a day without midnight begins with its first minute', () => {
  // at midnight the clock goes to 1:00
  expect(startOfDay('2026-04-24', 'Africa/Cairo')).toBe('2026-04-23T22:00:00.000Z');
  expect(startOfDay('2026-04-25', 'Africa/Cairo')).toBe('2026-04-24T21:00:00.000Z');
});

test('tells a complete date from one that is being typed', () => {
  expect(['2026-11-28', '2028-02-29'].every(isDay)).toBe(true);
  expect(['', '0202-11-28', '2026-02-30', '2026-1-1', '2026-11-28T00:00'].some(isDay)).toBe(false);
});

test('gives the next day', () => {
  expect(['2026-02-28', '2026-12-31'].map(dayAfter)).toEqual(['2026-03-01', '2027-01-01']);
});

test('a day with two midnights begins at the first', () => {
  expect(startOfDay('2026-11-01', 'America/Havana')).toBe('2026-11-01T04:00:00.000Z');
  expect(startOfDay('2026-10-25', 'Atlantic/Azores')).toBe('2026-10-25T00:00:00.000Z');
  expect(startOfDay('2026-09-06', 'America/Santiago')).toBe('2026-09-06T04:00:00.000Z');
  expect(startOfDay('2026-03-29', 'Asia/Beirut')).toBe('2026-03-28T22:00:00.000Z');
});

test('days are counted by the calendar, whatever the clock does', () => {
  expect(daysBetween('2026-03-01', '2026-04-01')).toBe(31);
  expect(addDays('2028-02-27', 3)).toBe('2028-03-01');
});
