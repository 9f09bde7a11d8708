import { expect, test } from 'vitest';
import { isSlowRefund } from './rules.ts';

const createdAt = '2026-11-01T12:00:00Z';

test('a refund is slow when the provider hasn’t decided on it in three days', () => {
  const early = Date.parse('2026-11-04T12:00:00Z');
  const late = early + 1;
  expect(isSlowRefund({ state: 'pending', createdAt }, early)).toBe(false);
  expect(isSlowRefund({ state: 'pending', createdAt }, late)).toBe(true);
  expect(isSlowRefund({ state: 'asked', createdAt }, late)).toBe(true);
  for (const state of ['succeeded', 'failed', 'unclear'] as const)
    expect(isSlowRefund({ state, createdAt }, late)).toBe(false);
});
