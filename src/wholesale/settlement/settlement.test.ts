import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Owed, settle } from './settlement.ts';

const invoice = (id: string, owedMinor: number, receivedMinor: number): Owed => ({ id, owedMinor, receivedMinor });
const paidOf = (invoices: Owed[]) => settle(invoices).paid.map(({ id, amountMinor }) => [id, amountMinor]);

test('a payment pays its own invoice, and credit from a credit note pays the oldest others', () => {
  const invoices = [invoice('first', 500, 0), invoice('credited', 200, 1000), invoice('last', 1000, 100)];
  expect(paidOf(invoices)).toEqual([
    ['first', 500],
    ['credited', 200],
    ['last', 400],
  ]);
  expect(settle(invoices).creditMinor).toBe(0);
});

test('a payment for a newer invoice does not pay an older one', () => {
  expect(paidOf([invoice('old', 500, 0), invoice('new', 500, 500)])).toEqual([
    ['old', 0],
    ['new', 500],
  ]);
});

test('no money is lost or created, no invoice is overpaid, and there is credit only if nothing is due', () => {
  const amounts = fc.record({ owed: fc.nat(1000), received: fc.nat(1000) });
  fc.assert(
    fc.property(fc.array(amounts, { maxLength: 8 }), (all) => {
      const invoices = all.map(({ owed, received }, at) => invoice(String(at), owed, received));
      const { paid, creditMinor } = settle(invoices);
      const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
      expect(sum(paid.map(({ amountMinor }) => amountMinor)) + creditMinor).toBe(sum(all.map((one) => one.received)));
      const open = all.map(({ owed }, at) => owed - (paid[at]?.amountMinor ?? 0));
      expect(Math.min(0, ...open)).toBe(0);
      if (creditMinor > 0) expect(sum(open)).toBe(0);
    }),
  );
});
