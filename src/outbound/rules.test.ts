import { expect, test } from 'vitest';
import { burstOf, isCostly, permits, SAFE_RULES } from './rules.ts';

const may = (classes: typeof SAFE_RULES.classes, countries: string[] = []) => ({ classes, countries });

test('the defaults allow domestic and toll-free numbers and nothing expensive', () => {
  expect(permits(SAFE_RULES, { class: 'domestic', country: 'US' })).toBe(true);
  expect(permits(SAFE_RULES, { class: 'tollFree', country: null })).toBe(true);
  for (const kind of ['caribbean', 'international', 'premium', 'satellite'] as const)
    expect(permits(SAFE_RULES, { class: kind, country: 'GB' }), kind).toBe(false);
});

test('international numbers are allowed by country or all at once; neither allows premium numbers', () => {
  const gb = { class: 'international', country: 'GB' } as const;
  expect(permits(may([], ['GB']), gb)).toBe(true);
  expect(permits(may([], ['FR']), gb)).toBe(false);
  expect(permits(may(['international']), gb)).toBe(true);
  expect(permits(may([], ['JM']), { class: 'caribbean', country: 'JM' })).toBe(true);
  expect(permits(may(['international'], ['GB']), { class: 'premium', country: 'GB' })).toBe(false);
  expect(permits(may(['international'], ['US']), { class: 'domestic', country: 'US' })).toBe(false);
  expect(permits(may(['domestic'], ['GB']), { class: 'international', country: null })).toBe(false);
});

test('a burst of connected calls is reported before a burst of refused ones', () => {
  expect(burstOf({ refused: 19, allowed: 19 })).toBeNull();
  expect(burstOf({ refused: 20, allowed: 0 })).toBe('refused');
  expect(burstOf({ refused: 20, allowed: 20 })).toBe('allowed');
  expect(['premium', 'satellite', 'international', 'caribbean', 'domestic', undefined].map(isCostly)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});
