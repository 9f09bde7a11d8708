import { describe, expect, test } from 'vitest';
import { autoPayStep, isChargeable, isHardDecline, isKeyGood, modeOf, sendingStep, toProviderMoney } from './rules.ts';

describe('amounts for the provider', () => {
  test.each([
    [1234, 'USD', 1234],
    [1234, 'HUF', 1234],
    [500, 'JPY', 500],
    [500, 'ISK', 50_000],
    [5, 'UGX', 500],
    [500, 'KRW', 500],
    [1250, 'TWD', 1250],
    [5120, 'BHD', 5120],
    [1230, 'KWD', 1230],
    [1200, 'MGA', 12],
  ])('%i of %s is %i', (minor, currency, amount) =>
    expect(toProviderMoney(minor, currency)).toEqual({ amount, currency }),
  );

  test.each([
    [1234, 'KWD'],
    [1234, 'MGA'],
    [5124, 'BHD'],
    [1230, 'LYD'],
    [500, 'UYI'],
    [1230, 'IQD'],
    [12_345, 'CLF'],
  ])('%i of %s can’t be charged exactly, so it isn’t', (minor, currency) =>
    expect(toProviderMoney(minor, currency)).toBeNull(),
  );

  test('below the minimum of the provider are not charged', () => {
    expect([49, 50].map((amount) => isChargeable({ amount, currency: 'USD' }))).toEqual([false, true]);
    expect([0, 1].map((amount) => isChargeable({ amount, currency: 'XPF' }))).toEqual([false, true]);
  });
});

describe('an automatic charge', () => {
  test('is tried on the due day, then 3 and 7 days later; missed tries are skipped, and it ends', () => {
    const days = [-1, 0, 2, 3, 6, 7, 10, 11];
    expect(days.map(autoPayStep)).toEqual([null, 0, 0, 3, 3, 7, 7, null]);
  });

  test('is not retried after a hard decline', () => {
    expect(['lost_card', 'authentication_required', 'insufficient_funds'].map(isHardDecline)).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('uses a key for less than a day', () => {
    const asked = new Date('2026-11-01T00:00Z');
    expect(isKeyGood(asked, new Date('2026-11-01T22:59Z'))).toBe(true);
    expect(isKeyGood(asked, new Date('2026-11-01T23:00Z'))).toBe(false);
  });
});

const HOUR_MS = 3_600_000;
test.each([
  ['isn’t sent yet', { asked: 0, sent: null, isWanted: true }, 'send'],
  ['isn’t wanted any more', { asked: 0, sent: null, isWanted: false }, 'cancel'],
  ['waited for a day', { asked: 24, sent: null, isWanted: true }, 'give_up'],
  ['waited for a day, and isn’t wanted any more', { asked: 24, sent: null, isWanted: false }, 'cancel'],
  ['was sent an hour ago', { asked: 24, sent: 1, isWanted: true }, 'send'],
  ['was sent a day ago', { asked: 24, sent: 24, isWanted: true }, 'look_up'],
  ['was sent, and isn’t wanted any more', { asked: 1, sent: 1, isWanted: false }, 'look_up'],
] as const)('an attempt that %s', (_what, { asked, sent, isWanted }, step) => {
  const now = new Date('2026-11-20T12:00Z');
  const ago = (hours: number) => new Date(now.getTime() - hours * HOUR_MS);
  expect(sendingStep({ askedAt: ago(asked), sentAt: sent === null ? null : ago(sent), isWanted }, now)).toBe(step);
});

test.each([
  ['sk_live_0123456789', 'live'],
  ['rk_test_0123456789', 'test'],
  ['pk_live_0123456789', null],
  ['sk_live_0123456789\r\nx: y', null],
  ['whsec_0123456789', null],
])('the key %j is %s', (key, mode) => expect(modeOf(key)).toBe(mode));
