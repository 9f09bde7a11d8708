import { describe, expect, test } from 'vitest';
import { amountText, blockedBy, INITIAL_RULES, limitsOf, NO_RULES, reachedLimits, spendRuleState } from './rules.ts';

const rules = limitsOf({
  spendPerHour: { amount: '25.50', currency: 'USD', action: 'suspend' },
  internationalMinutesPerDay: { minutes: 120, action: 'block' },
  callsAtOnce: { calls: 3, action: 'alert' },
});
const NOTHING = { spendPerHour: null, internationalMinutesPerDay: null, callsAtOnce: null };

describe('fraud rules', () => {
  test('are converted to the units in which calls are counted', () => {
    expect(rules.map(({ rule, limit }) => [rule, limit])).toEqual([
      ['spendPerHour', 25_500_000n],
      ['internationalMinutesPerDay', 7200n],
      ['callsAtOnce', 3n],
    ]);
    expect(limitsOf(NO_RULES)).toEqual([]);
    expect(limitsOf(INITIAL_RULES)).toMatchObject([{ rule: 'internationalMinutesPerDay', action: 'block' }]);
  });
  test.each([
    [{ spendPerHour: 25_499_999n }, []],
    [{ spendPerHour: 25_500_000n }, ['spendPerHour']],
    [{ internationalMinutesPerDay: 7199n }, []],
    [{ internationalMinutesPerDay: 7200n }, ['internationalMinutesPerDay']],
    [{ callsAtOnce: 3n }, []],
    [{ callsAtOnce: 4n }, ['callsAtOnce']],
    [{}, []],
  ])('%o trips %o', (used, tripped) => {
    expect(reachedLimits(rules, { ...NOTHING, ...used }).map(({ rule }) => rule)).toEqual(tripped);
  });
  test('block only calls of their own kind', () => {
    expect(blockedBy('international', ['internationalMinutesPerDay'])).toBe('internationalMinutesPerDay');
    expect(blockedBy('domestic', ['internationalMinutesPerDay'])).toBeNull();
    expect(blockedBy('domestic', ['spendPerHour'])).toBe('spendPerHour');
    expect(blockedBy('tollFree', ['spendPerHour', 'internationalMinutesPerDay'])).toBeNull();
    expect(blockedBy('tollFree', ['callsAtOnce'])).toBe('callsAtOnce');
  });
  test('are shown as money, whole minutes and calls', () => {
    expect(amountText('spendPerHour', 25_310_400n, 'USD')).toBe('25.31');
    expect(amountText('spendPerHour', 2_500_000_000n, 'JPY')).toBe('2500');
    expect(amountText('spendPerHour', 1_500_000n, 'KWD')).toBe('1.500');
    expect(amountText('internationalMinutesPerDay', 7259n, null)).toBe('120');
    expect(amountText('callsAtOnce', 4n, null)).toBe('4');
  });
});

test.each([
  ['USD', 'USD', 'counts'],
  ['USD', 'JPY', 'ends'],
  ['USD', null, 'ends'],
  ['JPY', 'USD', 'waits'],
  ['JPY', 'JPY', 'idle'],
  [null, null, 'idle'],
] as const)('where calls are charged in %s now and in %s next, a spend rule in USD %s', (present, next, state) => {
  expect(spendRuleState('USD', { present, next })).toBe(state);
});
