import { describe, expect, test } from 'vitest';
import { RETENTION_MS, suggestPrefix, isPastRetention } from './rules.ts';

describe('the 90 days', () => {
  const cancelled = new Date('2026-03-01T12:00:00Z');

  test('last exactly 90 x 24 hours, across daylight saving time', () => {
    expect(isPastRetention(cancelled, new Date(cancelled.getTime() + RETENTION_MS - 1))).toBe(false);
    expect(isPastRetention(cancelled, new Date(cancelled.getTime() + RETENTION_MS))).toBe(true);
    expect(RETENTION_MS).toBe(7_776_000_000);
  });
});

describe('a proposed prefix', () => {
  test.each([
    ['Bakery', 'bakery'],
    ['Joe’s Bar & Grill', 'joesbargrill'],
    ['Café Zürich', 'cafezurich'],
    ['3M', 'mxx'],
    ['株式会社', ''],
  ])('%s gives %s', (name, prefix) => {
    expect(suggestPrefix(name)).toBe(prefix);
  });
});
