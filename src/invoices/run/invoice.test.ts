import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomeOf, type TaxedBill } from '../../../test/taxed-bills.ts';
import type { RecurringLine } from '../../billing/fees/recurring.ts';
import { LINE_KINDS as TAXABLE_KINDS, type ProfileTax } from '../../billing/profiles/terms-contract.ts';
import cases from '../../billing/worked-cases.json' with { type: 'json' };
import { LINE_KINDS } from '../lines-contract.ts';
import type { Invoice } from './invoice.ts';
import { taxesOn, taxLines } from './taxes.ts';

const UNITS = { extensionDays: 0, numberDays: 0, nominalDays: 30 };
const EMPTY: TaxedBill = {
  currency: 'USD',
  lastDay: '2026-10-31',
  recurring: [],
  calls: [],
  adjustments: [],
  carried: [],
  taxes: [],
  units: UNITS,
  isFinal: false,
};

const plan = (amountMinor: number): RecurringLine => ({
  kind: 'plan',
  unitMinor: Math.abs(amountMinor),
  unitDays: 30,
  nominalDays: 30,
  amountMinor,
});
const calls = (chargeMicros: number, chargeClass = 'domestic') => ({
  chargeClass,
  calls: 3,
  chargedSeconds: 180,
  includedSeconds: 0,
  chargeMicros,
});
const adjustment = (amountMinor: number) => ({ description: 'Correction', day: '2026-10-20', amountMinor });
type PercentTax = Extract<ProfileTax, { kind: 'percent' }>;
const percent = (name: string, ratePpm: number, more: Partial<PercentTax> = {}): PercentTax => ({
  kind: 'percent',
  name,
  validFrom: '2026-01-01',
  ratePpm,
  sharePpm: 1_000_000,
  on: [...TAXABLE_KINDS],
  onTaxes: [],
  ...more,
});

function issued(bill: TaxedBill): Invoice {
  const outcome = outcomeOf(bill);
  if (outcome.kind !== 'invoice') throw new Error(`No invoice, but ${outcome.kind}.`);
  return outcome.invoice;
}

describe('lines', () => {
  test('are sorted by their kinds, whatever the order of the input', () => {
    const { lines } = issued({
      ...EMPTY,
      recurring: [
        { kind: 'setup', thing: 'extension', unitMinor: 100, count: 1, amountMinor: 100 },
        { kind: 'numbers', numbers: 'local', unitMinor: 100, unitDays: 30, nominalDays: 30, amountMinor: 100 },
        { kind: 'extensions', unitMinor: 100, unitDays: 30, nominalDays: 30, amountMinor: 100 },
        plan(100),
      ],
      calls: [calls(10_000)],
      adjustments: [adjustment(5)],
      carried: [adjustment(7)],
    });
    expect(lines.map(({ kind }) => kind)).toEqual(LINE_KINDS);
  });

  test('for calls are the sum of their charges, rounded once', () => {
    const amounts = (micros: number, currency = 'USD') =>
      issued({ ...EMPTY, currency, recurring: [plan(5000)], calls: [calls(micros)] }).lines[1]?.amountMinor;
    expect([amounts(14_999), amounts(15_000), amounts(4_999)]).toEqual([1, 2, 0]);
    expect([amounts(1_500_000, 'JPY'), amounts(1_500_000, 'KWD')]).toEqual([2, 1500]);
  });

  test('for included calls are shown although they cost nothing; fees of zero are not', () => {
    const { lines } = issued({ ...EMPTY, recurring: [plan(0)], calls: [calls(0)], adjustments: [adjustment(99)] });
    expect(lines.map(({ kind }) => kind)).toEqual(['calls', 'adjustments']);
  });
});

describe('totals', () => {
  test('of a cycle with nothing to pay make no invoice', () => {
    expect(outcomeOf(EMPTY)).toEqual({ kind: 'nothing' });
    expect(outcomeOf({ ...EMPTY, recurring: [plan(0)], calls: [calls(0)] })).toEqual({ kind: 'nothing' });
  });

  test('below 0.50, or the equivalent in the currency, are carried over, except on the last invoice', () => {
    expect(outcomeOf({ ...EMPTY, recurring: [plan(49)] })).toEqual({ kind: 'carried', totalMinor: 49 });
    expect(issued({ ...EMPTY, recurring: [plan(50)] }).totalMinor).toBe(50);
    expect(issued({ ...EMPTY, recurring: [plan(49)], isFinal: true }).totalMinor).toBe(49);
    expect(outcomeOf({ ...EMPTY, currency: 'JPY', recurring: [plan(49)] }).kind).toBe('carried');
    expect(issued({ ...EMPTY, currency: 'JPY', recurring: [plan(50)] }).totalMinor).toBe(50);
    expect(outcomeOf({ ...EMPTY, currency: 'VND', recurring: [plan(4999)] }).kind).toBe('carried');
    expect(outcomeOf({ ...EMPTY, currency: 'KWD', recurring: [plan(499)] }).kind).toBe('carried');
  });

  test('are never negative: the rest is credit', () => {
    const { totalMinor, creditMinor, netMinor } = issued({
      ...EMPTY,
      recurring: [plan(3000)],
      adjustments: [adjustment(-5000)],
      taxes: [percent('VAT', 200_000)],
    });
    expect([totalMinor, creditMinor, netMinor]).toEqual([0, 2400, -2000]);
  });

  test('of zero make an invoice if a correction cancels charges', () => {
    expect(issued({ ...EMPTY, recurring: [plan(3000)], adjustments: [adjustment(-3000)] })).toMatchObject({
      totalMinor: 0,
      creditMinor: 0,
    });
  });

  test('include what was carried over, without taxing it again', () => {
    const { totalMinor, taxMinor } = issued({
      ...EMPTY,
      recurring: [plan(1000)],
      carried: [adjustment(40)],
      taxes: [percent('VAT', 200_000)],
    });
    expect([totalMinor, taxMinor]).toEqual([1240, 200]);
  });
});

describe('taxes', () => {
  test.each(cases.taxes)('of $ratePpm ppm on $sharePpm ppm of $baseMinor', ({ baseMinor, ratePpm, sharePpm, tax }) => {
    const [line] = taxLines([percent('Tax', ratePpm, { sharePpm })], [plan(baseMinor)], UNITS);
    expect(line?.amountMinor).toBe(tax);
  });

  test('apply to the lines that they name, to a share of them, and on top of others', () => {
    const taxes = [
      percent('Universal service', 331_000, { on: ['calls'], sharePpm: 649_000 }),
      percent('State', 88_750, { on: ['plan', 'calls'], onTaxes: ['Universal service'] }),
    ];
    const { taxes: lines } = issued({ ...EMPTY, recurring: [plan(3000)], calls: [calls(10_000_000)], taxes });
    // 33.1 % of 64.9 % of 10.00 is 2.148; 8.875 % of 30.00 + 10.00 + 2.15 is 3.7408
    expect(lines.map(({ amountMinor }) => amountMinor)).toEqual([215, 374]);
  });

  test('per extension and per number count unit-days of the nominal month', () => {
    const taxes: ProfileTax[] = [
      { kind: 'perExtension', name: '911 fee', validFrom: '2026-01-01', amount: 75 },
      { kind: 'perNumber', name: 'Number fee', validFrom: '2026-01-01', amount: 10 },
    ];
    const units = { extensionDays: 45, numberDays: 60, nominalDays: 30 };
    const found = issued({ ...EMPTY, recurring: [plan(1000)], taxes, units }).taxes;
    // one and a half extensions at 0.75, two numbers at 0.10
    expect(found.map(({ amountMinor }) => amountMinor)).toEqual([113, 20]);
  });

  test('are those in effect on the cycle’s last day', () => {
    const taxes = [
      percent('VAT', 190_000),
      percent('VAT', 210_000, { validFrom: '2026-10-31' }),
      percent('VAT', 250_000, { validFrom: '2026-11-01' }),
      percent('Levy', 10_000, { validFrom: '2027-01-01' }),
    ];
    const rates = (day: string) => taxesOn(taxes, day).map((tax) => tax.kind === 'percent' && tax.ratePpm);
    expect([rates('2025-12-31'), rates('2026-10-30'), rates('2026-10-31'), rates('2027-02-01')]).toEqual([
      [],
      [190_000],
      [210_000],
      [250_000, 10_000],
    ]);
  });
});

describe('any bill', () => {
  const amount = fc.integer({ min: -500_000, max: 500_000 });
  const tax = fc.record({ rate: fc.nat(400_000), share: fc.nat(1_000_000), onFirst: fc.boolean() });
  const bills = fc.record({
    fee: fc.nat(1_000_000),
    charges: fc.array(fc.nat(1_000_000_000), { maxLength: 6 }),
    adjusted: fc.array(amount, { maxLength: 4 }),
    carried: fc.array(fc.nat(49), { maxLength: 2 }),
    taxed: fc.array(tax, { maxLength: 4 }),
    perExtension: fc.nat(500),
    extensionDays: fc.nat(900),
    currency: fc.constantFrom('USD', 'JPY', 'KWD'),
    isFinal: fc.boolean(),
  });
  const billOf = (any: typeof bills extends fc.Arbitrary<infer T> ? T : never): TaxedBill => ({
    ...EMPTY,
    currency: any.currency,
    recurring: [plan(any.fee)],
    calls: any.charges.map((micros, at) => calls(micros, `class ${at}`)),
    adjustments: any.adjusted.map(adjustment),
    carried: any.carried.map(adjustment),
    taxes: [
      { kind: 'perExtension', name: '911', validFrom: '2026-01-01', amount: any.perExtension },
      ...any.taxed.map(({ rate, share, onFirst }, at) =>
        percent(`Tax ${at}`, rate, { sharePpm: share, onTaxes: onFirst ? ['911'] : [] }),
      ),
    ],
    units: { ...UNITS, extensionDays: any.extensionDays },
    isFinal: any.isFinal,
  });
  const sum = (parts: { amountMinor: number }[]) => parts.reduce((total, part) => total + part.amountMinor, 0);

  test('the printed numbers add up, and a total is never negative', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(bills, (any) => {
        const outcome = outcomeOf(billOf(any));
        if (outcome.kind !== 'invoice') return;
        const { lines, taxes, netMinor, taxMinor, totalMinor, creditMinor } = outcome.invoice;
        expect(sum(lines)).toBe(netMinor);
        expect(sum(taxes)).toBe(taxMinor);
        expect(netMinor + taxMinor).toBe(totalMinor - creditMinor);
        expect(totalMinor).toBeGreaterThanOrEqual(0);
        expect(Math.min(totalMinor, creditMinor)).toBe(0);
      }),
    );
  });

  test('there is no credit without a correction', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(bills, (any) => {
        const outcome = outcomeOf(billOf({ ...any, adjusted: [] }));
        expect(outcome.kind === 'invoice' ? outcome.invoice.creditMinor : 0).toBe(0);
      }),
    );
  });
});
