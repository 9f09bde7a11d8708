import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalsOf } from '../platform/values/currencies.ts';
import { type Cycle, cycleAfter, cycleAt } from './cycles/cycles.ts';
import { recurringLine, taxOn, toMinor } from './rating/amounts.ts';
import { chargedSeconds, chargeFor, rateCall } from './rating/rate-call.ts';

const rates = fc.record({
  setupMicros: fc.nat(10_000_000),
  perMinuteMicros: fc.nat(100_000_000),
  initialSeconds: fc.integer({ min: 1, max: 3600 }),
  incrementSeconds: fc.integer({ min: 1, max: 3600 }),
  minimumMicros: fc.nat(10_000_000),
});
const zones = fc.constantFrom('America/Havana', 'America/Santiago', 'Asia/Beirut', 'Pacific/Kiritimati', 'UTC');
const turns = fc.record({ billingDay: fc.integer({ min: 1, max: 31 }), zone: zones });
const moments = fc.date({ min: new Date('2026-01-01'), max: new Date('2034-01-01'), noInvalidDate: true });
const check = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void) => {
  expect.hasAssertions();
  fc.assert(fc.property(arbitrary, holds));
};

test('the cost of a call is never negative and never falls with its duration', () =>
  check(fc.tuple(rates, fc.nat(14_400_000), fc.nat(60_000), fc.nat(20_000)), ([rate, ms, more, included]) => {
    const charge = rateCall(rate, ms, included);
    expect(charge.chargeMicros).toBeGreaterThanOrEqual(0);
    expect(charge.includedSeconds).toBeLessThanOrEqual(Math.min(included, charge.chargedSeconds));
    expect(rateCall(rate, ms + more).chargeMicros).toBeGreaterThanOrEqual(rateCall(rate, ms).chargeMicros);
    expect(charge.chargeMicros).toBeLessThanOrEqual(rateCall(rate, ms).chargeMicros);
  }));

test('a live call of any duration shows what it would be charged if it ended now', () =>
  check(fc.tuple(rates, fc.integer({ min: 1, max: 7_200 })), ([rate, seconds]) => {
    expect(chargeFor(rate, chargedSeconds(rate, seconds))).toBe(rateCall(rate, seconds * 1000).chargeMicros);
  }));

test('the calculation is exact for numbers of any size', () =>
  check(fc.tuple(rates, fc.nat(1_000_000)), ([rate, seconds]) => {
    const exact = (BigInt(rate.perMinuteMicros) * BigInt(seconds) * 2n + 60n) / 120n;
    expect(BigInt(chargeFor({ ...rate, setupMicros: 0, minimumMicros: 0 }, seconds))).toBe(exact);
  }));

test('an unanswered call, or one whose clock was set back, costs nothing', () => {
  const rate = { setupMicros: 5, perMinuteMicros: 600, initialSeconds: 60, incrementSeconds: 60, minimumMicros: 100 };
  expect(rateCall(rate, 0)).toMatchObject({ chargedSeconds: 0, chargeMicros: 0 });
  expect(rateCall(rate, -3_600_000)).toMatchObject({ billableSeconds: 0, chargeMicros: 0 });
});

test('cycles have no gaps and no overlaps, even when the billing day and the time zone change', () =>
  check(fc.tuple(moments, turns, fc.array(turns, { minLength: 1, maxLength: 14 })), ([start, first, others]) => {
    let cycle: Cycle = cycleAt(start.toISOString(), first);
    expect(cycle.startsAt <= start.toISOString() && start.toISOString() < cycle.endsAt).toBe(true);
    for (const turn of others) {
      const next = cycleAfter(cycle, turn);
      expect([next.startsAt, next.firstDay]).toEqual([cycle.endsAt, cycle.nextFirstDay]);
      expect(next.days).toBeGreaterThan(0);
      expect(next.days).toBeLessThanOrEqual(next.nominalDays);
      expect(next.nominalDays).toBeGreaterThanOrEqual(28);
      expect(next.nominalDays).toBeLessThanOrEqual(31);
      cycle = next;
    }
  }));

test('the first instant of a cycle belongs to it and not to the one before', () =>
  check(fc.tuple(moments, turns), ([at, turn]) => {
    const cycle = cycleAt(at.toISOString(), turn);
    expect(cycleAt(cycle.startsAt, turn)).toEqual(cycle);
    expect(cycleAt(cycle.endsAt, turn)).toEqual(cycleAfter(cycle, turn));
  }));

test('the billing day is 31 again after each shorter month', () => {
  let cycle = cycleAt('2028-01-31T12:00:00Z', { billingDay: 31, zone: 'UTC' });
  const days = Array.from({ length: 5 }, () => {
    const { firstDay } = cycle;
    cycle = cycleAfter(cycle, { billingDay: 31, zone: 'UTC' });
    return firstDay;
  });
  expect(days).toEqual(['2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30', '2028-05-31']);
});

test('parts of a month cost as much as the whole month before the line is rounded', () =>
  check(fc.tuple(fc.nat(1_000_000_000), fc.array(fc.nat(400), { minLength: 1 })), ([fee, parts]) => {
    const whole = parts.reduce((sum, days) => sum + days, 0);
    const line = (days: number) => recurringLine(BigInt(fee), days, 30, 2);
    const sum = parts.map(line).reduce((total, one) => total + one, 0n);
    const off = sum - line(whole);
    // each line is rounded once, so each part differs by at most half a cent
    expect(2n * (off < 0n ? -off : off)).toBeLessThanOrEqual(BigInt(parts.length + 1));
    expect(line(30)).toBe(toMinor(BigInt(fee), 2));
  }));

test('the tax on a credit is the negative of the tax on the same charge', () =>
  check(fc.tuple(fc.bigInt(0n, 10n ** 12n), fc.nat(1_000_000), fc.nat(1_000_000)), ([base, rate, share]) => {
    expect(taxOn(-base, rate, share)).toBe(-taxOn(base, rate, share));
    expect(taxOn(base, rate, share)).toBeGreaterThanOrEqual(0n);
  }));

test('currencies have the decimals of ISO 4217, even if others are usual', () => {
  expect(['USD', 'JPY', 'KWD', 'HUF', 'ISK'].map(decimalsOf)).toEqual([2, 0, 3, 2, 0]);
});
