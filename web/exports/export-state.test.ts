import { describe, expect, test } from 'vitest';
import { isLost } from './export-state.ts';

describe('an export that is being prepared', () => {
  const requestedAt = '2026-01-01T12:00:00.000Z';
  test('counts as lost after an hour, and can then be requested again', () => {
    expect(isLost({ status: 'preparing', requestedAt }, new Date('2026-01-01T12:59:59.999Z'))).toBe(false);
    expect(isLost({ status: 'preparing', requestedAt }, new Date('2026-01-01T13:00:00.000Z'))).toBe(true);
  });
  test('is never lost once it is ready', () => {
    expect(isLost({ status: 'ready', requestedAt }, new Date('2026-02-01T12:00:00.000Z'))).toBe(false);
  });
});
