import { expect, test } from 'vitest';
import { type Tax, Taxes } from './taxes-contract.ts';
import { INITIAL_TERMS } from './terms-contract.ts';
import { changedTerms, shownTerms } from './terms.ts';

type PercentTax = Extract<Tax, { kind: 'percent' }>;
const percent = (name: string, more: Partial<PercentTax> = {}): PercentTax => ({
  kind: 'percent',
  name,
  validFrom: '2026-01-01',
  ratePpm: 88_750,
  sharePpm: 1_000_000,
  on: ['plan'],
  onTaxes: [],
  ...more,
});
const levy = (amount: string): Tax => ({ kind: 'perExtension', name: '911 fee', validFrom: '2026-01-01', amount });
const faults = (taxes: Tax[]) => Taxes.safeParse(taxes).error?.issues.map(({ path }) => path);

test('a tax needs a base, can only be on top of taxes above it, and begins only once on a day', () => {
  expect(faults([percent('A', { onTaxes: ['B'] }), percent('B')])).toEqual([[0, 'onTaxes']]);
  expect(faults([percent('A', { onTaxes: ['A'] })])).toEqual([[0, 'onTaxes']]);
  expect(faults([percent('A'), percent('B', { onTaxes: ['A'] })])).toBeUndefined();
  expect(faults([percent('A'), percent('A')])).toEqual([[1, 'validFrom']]);
  expect(faults([percent('A'), percent('A', { validFrom: '2026-02-01' })])).toBeUndefined();
  expect(faults([percent('A', { on: [] })])).toEqual([[0, 'on']]);
  expect(faults([levy('0.75'), percent('A', { on: [], onTaxes: ['911 fee'] })])).toBeUndefined();
});

test('a rate is exact to a ten-thousandth of a percent, from 0 to 100', () => {
  expect(faults([percent('A', { ratePpm: 1_000_001 })])).toEqual([[0, 'ratePpm']]);
  expect(faults([percent('A', { ratePpm: 0.5 })])).toEqual([[0, 'ratePpm']]);
  expect(faults([percent('A', { sharePpm: -1 })])).toEqual([[0, 'sharePpm']]);
});

test('terms keep amounts of taxes in the minor unit and show them in the main one', () => {
  const changed = changedTerms(INITIAL_TERMS, { taxes: [levy('0.75'), percent('State')] }, 'USD');
  if (!('terms' in changed)) throw new Error('It was refused.');
  expect(changed.terms.taxes).toEqual([{ ...levy(''), amount: 75 }, percent('State')]);
  expect(shownTerms(changed.terms, 'USD').taxes).toEqual([levy('0.75'), percent('State')]);
  const renamed = changedTerms(changed.terms, { monthlyFee: '1' }, 'USD');
  expect('terms' in renamed && renamed.terms.taxes).toEqual(changed.terms.taxes);
});

test('an amount finer than the currency is refused with its path', () => {
  const refused = changedTerms(INITIAL_TERMS, { taxes: [percent('State'), levy('0.755')] }, 'USD');
  expect('faults' in refused && refused.faults.map(({ path }) => path)).toEqual(['terms.taxes.1.amount']);
});
