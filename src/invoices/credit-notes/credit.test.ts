import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outcomeOf } from '../../../test/taxed-bills.ts';
import { creditOf, type CreditedLine, overdrawnLine, restOf } from './credit.ts';

const LINE = { unitMinor: 1000, unitDays: 30, nominalDays: 30 };

function invoice(fee: number, calls: number, rate: number, perExtension: number) {
  const outcome = outcomeOf({
    currency: 'USD',
    lastDay: '2026-10-31',
    recurring: [{ kind: 'plan', ...LINE, amountMinor: fee }],
    calls: [
      { chargeClass: 'domestic', calls: 1, chargedSeconds: 60, includedSeconds: 0, chargeMicros: calls * 10_000 },
    ],
    adjustments: [],
    carried: [],
    taxes: [
      { kind: 'perExtension', name: '911', validFrom: '2026-01-01', amount: perExtension },
      {
        kind: 'percent',
        name: 'Service',
        validFrom: '2026-01-01',
        ratePpm: rate,
        sharePpm: 649_000,
        on: ['calls'],
        onTaxes: [],
      },
      {
        kind: 'percent',
        name: 'State',
        validFrom: '2026-01-01',
        ratePpm: rate,
        sharePpm: 1_000_000,
        on: ['plan', 'calls'],
        onTaxes: ['911', 'Service'],
      },
    ],
    units: { extensionDays: 70, numberDays: 0, nominalDays: 30 },
    isFinal: true,
  });
  if (outcome.kind !== 'invoice') throw new Error('No invoice.');
  return outcome.invoice;
}

const amounts = fc.integer({ min: 1, max: 100_000 });

test('credit notes of an invoice never exceed its total, and reach it exactly once everything is credited', () => {
  expect.hasAssertions();
  const cuts = fc.array(fc.record({ line: fc.nat(1), amount: fc.integer({ min: 1, max: 60_000 }) }), { maxLength: 8 });
  fc.assert(
    fc.property(amounts, amounts, fc.nat(400_000), fc.nat(500), cuts, (fee, calls, rate, perExtension, wanted) => {
      const original = invoice(fee, calls, rate, perExtension);
      const before: CreditedLine[] = [];
      let total = 0;
      for (const { line, amount } of wanted) {
        const asked = [{ line, amountMinor: amount }];
        if (overdrawnLine(original, before, asked) !== undefined) continue;
        const { netMinor, taxMinor } = creditOf(original, before, asked);
        expect(taxMinor).toBeGreaterThanOrEqual(0);
        total += netMinor + taxMinor;
        before.push(...asked);
        expect(total).toBeLessThanOrEqual(original.totalMinor);
      }
      const rest = creditOf(original, before, restOf(original, before));
      expect(total + rest.netMinor + rest.taxMinor).toBe(original.totalMinor);
    }),
  );
});

test('at most what is left of a line can be credited', () => {
  const original = invoice(1000, 500, 0, 0);
  const before = [{ line: 0, amountMinor: 400 }];
  const overdrawn = (...asked: CreditedLine[]) => overdrawnLine(original, before, asked);
  expect(overdrawn({ line: 0, amountMinor: 600 })).toBeUndefined();
  expect(overdrawn({ line: 0, amountMinor: 601 })).toBe(0);
  expect(overdrawn({ line: 0, amountMinor: 300 }, { line: 0, amountMinor: 301 })).toBe(0);
  expect(overdrawn({ line: 7, amountMinor: 1 })).toBe(7);
});

test('taxes are credited at the rate at which they were charged', () => {
  const original = invoice(10_000, 1, 65_000, 0);
  expect(creditOf(original, [], [{ line: 0, amountMinor: 1000 }])).toMatchObject({
    netMinor: 1000,
    taxMinor: 65,
    taxes: [{ name: 'State', amountMinor: 65 }],
  });
});
