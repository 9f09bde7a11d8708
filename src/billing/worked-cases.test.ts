import { describe, expect, test } from 'vitest';
import { cycleAfter, cycleAt } from './cycles/cycles.ts';
import { includedSeconds, recurringLine, taxOn } from './rating/amounts.ts';
import { chargeFor, rateCall } from './rating/rate-call.ts';
import cases from './worked-cases.json' with { type: 'json' };

// The cases were calculated with exact fractions, independently of this program.

test('there are cases of every kind', () => {
  expect(Object.values(cases).map((kind) => kind.length >= 6)).toEqual(Array.from({ length: 8 }, () => true));
});

test.each(cases.calls)('a call of $answeredMs ms at $rate', ({ rate, answeredMs, chargeMicros }) => {
  expect(rateCall(rate, answeredMs).chargeMicros).toBe(chargeMicros);
});

test.each(cases.reservations)('the cost so far of a live call at $rate', ({ rate, grantedSeconds, reservedMicros }) => {
  expect(grantedSeconds.map((seconds) => chargeFor(rate, seconds))).toEqual(reservedMicros);
});

test.each(cases.allowances)(
  '$includedMinutes minutes for $daysLeft of $nominalDays days',
  ({ includedMinutes, daysLeft, nominalDays, allowanceSeconds }) => {
    expect(includedSeconds(includedMinutes, daysLeft, nominalDays)).toBe(allowanceSeconds);
  },
);

test.each(cases.allowanceCalls)(
  'a call of $answeredMs ms with $allowanceLeftSeconds seconds included',
  ({ rate, answeredMs, allowanceLeftSeconds, freeSeconds, chargeMicros }) => {
    const charge = rateCall(rate, answeredMs, allowanceLeftSeconds);
    expect([charge.includedSeconds, charge.chargeMicros]).toEqual([freeSeconds, chargeMicros]);
  },
);

const instant = (text: string) => new Date(text).toISOString();

describe('cycles', () => {
  test.each(cases.cycles)('the one in $zone on day $billingDay at $at', ({ zone, billingDay, at, ...expected }) => {
    const { firstDay, nextFirstDay, days, nominalDays, startsAt, endsAt } = cycleAt(at, { billingDay, zone });
    expect({ firstDay, nextFirstDay, days, startsAt, endsAt }).toEqual({
      ...expected,
      startsAt: instant(expected.startsAt),
      endsAt: instant(expected.endsAt),
    });
    expect(nominalDays).toBe(days);
  });

  test.each(cases.billingDayMoves)('day $oldBillingDay becomes $newBillingDay after $cycleFirstDay', (move) => {
    const zone = 'UTC';
    const present = cycleAt(`${move.cycleFirstDay}T12:00:00Z`, { billingDay: move.oldBillingDay, zone });
    expect(present.nextFirstDay).toBe(move.nextFirstDay);
    const next = cycleAfter(present, { billingDay: move.newBillingDay, zone });
    expect({ first: next.firstDay, next: next.nextFirstDay, days: next.days, nominal: next.nominalDays }).toEqual({
      first: move.nextFirstDay,
      next: move.afterFirstDay,
      days: move.days,
      nominal: move.nominalDays,
    });
    expect(recurringLine(30_000_000n, next.days, next.nominalDays, 2)).toBe(BigInt(move.lineOf30));
  });
});

test.each(cases.recurring)(
  '$unitDaysCounted unit-days of $nominalDays at $feeMicros',
  ({ feeMicros, unitDaysCounted, nominalDays, minorUnits, line }) => {
    expect(recurringLine(BigInt(feeMicros), unitDaysCounted, nominalDays, minorUnits)).toBe(BigInt(line));
  },
);

test.each(cases.taxes)('$ratePpm ppm on $sharePpm ppm of $baseMinor', ({ baseMinor, ratePpm, sharePpm, tax }) => {
  expect(taxOn(BigInt(baseMinor), ratePpm, sharePpm)).toBe(BigInt(tax));
});
