import { expect, test } from 'vitest';
import { daysUntil, whenDeleted } from './days.ts';

const now = new Date('2026-01-01T12:00:00Z');

test('counts a partial day as one, and is never negative', () => {
  expect(daysUntil('2026-01-31T12:00:00Z', now)).toBe(30);
  expect(daysUntil('2026-01-31T12:00:01Z', now)).toBe(31);
  expect(daysUntil('2025-12-31T00:00:00Z', now)).toBe(0);
});

test('says when data is deleted', () => {
  const instants = ['2026-04-01T11:00:00Z', '2026-01-02T12:00:01Z', '2026-01-02T12:00:00Z', '2026-01-01T12:00:00Z'];
  expect(instants.map((at) => whenDeleted(at, now))).toEqual(['in 90 days', 'in 2 days', 'within 24 hours', 'now']);
});
