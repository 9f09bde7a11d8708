import { describe, expect, test } from 'vitest';
import { daysPastDue, isMailTime, isPastDue, isSuspensionTime, remindersReached } from './rules.ts';

describe('reminders', () => {
  test('are due when their day has come', () => {
    const terms = { reminderDays: [12, 0, 1, 7] };
    expect(remindersReached(terms, -1)).toEqual([]);
    expect(remindersReached(terms, 0)).toEqual([0]);
    expect(remindersReached(terms, 6)).toEqual([0, 1]);
    expect(remindersReached(terms, 400)).toEqual([0, 1, 7, 12]);
  });
  test.each(['2026-11-28T08:00', '2026-11-29T19:59'])('are sent at %s', (wall) => expect(isMailTime(wall)).toBe(true));
  test.each(['2026-11-28T07:59', '2026-11-28T20:00'])('wait at %s', (wall) => expect(isMailTime(wall)).toBe(false));
});

describe('suspension', () => {
  test('happens on the day that the profile sets, and never without one', () => {
    expect(isPastDue({ pastDueDays: 15 }, daysPastDue('2026-11-15', '2026-11-29'))).toBe(false);
    expect(isPastDue({ pastDueDays: 15 }, daysPastDue('2026-11-15', '2026-11-30'))).toBe(true);
    expect(isPastDue({ pastDueDays: null }, 10_000)).toBe(false);
  });
  // 27 November 2026 is a Friday
  test.each(['2026-11-27T10:00', '2026-11-27T15:59', '2026-11-30T12:00'])('is possible at %s', (wall) =>
    expect(isSuspensionTime(wall)).toBe(true),
  );
  test.each(['2026-11-27T09:59', '2026-11-27T16:00', '2026-11-28T12:00', '2026-11-29T12:00'])('waits at %s', (wall) =>
    expect(isSuspensionTime(wall)).toBe(false),
  );
});
