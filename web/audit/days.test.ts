import { describe, expect, test } from 'vitest';
import { dayStart, localDay, nextDay } from './days.ts';

describe('days of the reader', () => {
  test('a day converts to its first instant here, and back', () => {
    const start = dayStart('2026-03-08')!;
    expect(new Date(start).getHours()).toBe(0);
    expect(localDay(start)).toBe('2026-03-08');
  });
  test('“until” includes the whole day', () => {
    const end = nextDay(dayStart('2026-03-08')!, 1);
    expect(localDay(end)).toBe('2026-03-09');
    expect(localDay(nextDay(end, -1))).toBe('2026-03-08');
  });
  test('without a day there is no instant', () => {
    expect(dayStart('')).toBeUndefined();
    expect(localDay(undefined)).toBe('');
  });
  test('a date with an incomplete year is not a day yet', () => {
    expect(['0002-03-08', '0020-03-08', '0202-03-08'].map(dayStart)).toEqual([undefined, undefined, undefined]);
  });
});
