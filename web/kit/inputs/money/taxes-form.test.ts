import { expect, test } from 'vitest';
import { type Tax, Taxes } from '../../../../src/billing/profiles/taxes-contract.ts';
import * as taxesForm from './taxes-form.ts';

const { sentTax, typedPercent } = taxesForm;
const LINES = [
  { value: 'plan', label: 'Monthly fee' },
  { value: 'calls', label: 'Calls' },
];
const formOfTax = taxesForm.formOfTax(LINES);
const taxWords = (tax: taxesForm.TaxForm) => taxesForm.taxWords(tax, LINES, 'USD');
const taxesWords = taxesForm.taxesWords(LINES, 'USD');

const STATE: Tax = {
  kind: 'percent',
  name: 'State',
  validFrom: '2026-01-01',
  ratePpm: 88_750,
  sharePpm: 649_000,
  on: ['calls'],
  onTaxes: ['911 fee'],
};
const LEVY: Tax = { kind: 'perExtension', name: '911 fee', validFrom: '2026-01-01', amount: '0.75' };

test('a tax that is opened and saved without changes stays the same', () => {
  expect(Taxes.parse([LEVY, STATE].map((tax) => sentTax(formOfTax(tax))))).toEqual([LEVY, STATE]);
});

test('every percentage with four decimals is parsed exactly', () => {
  for (const ppm of [0, 1, 10, 29, 57, 88_750, 331_000, 999_999, 1_000_000])
    expect(typedPercent(String(ppm / 10_000))).toBe(ppm);
  expect(['8,875', '8.87500', '', '-1', '1e2', '8 %'].map(typedPercent)).toEqual([
    '8,875',
    '8.87500',
    '',
    '-1',
    '1e2',
    '8 %',
  ]);
});

test('a tax is described in one line', () => {
  expect([STATE, LEVY].map((tax) => taxWords(formOfTax(tax)))).toEqual([
    '8.875% of 64.9% of calls and 911 fee',
    '$0.75 per extension',
  ]);
  expect(taxWords({ ...taxesForm.newTax('2026-01-01', LINES), ratePpm: '20' })).toBe('20% of everything');
  expect([taxesWords([]), taxesWords([formOfTax(LEVY)])]).toEqual([
    'none',
    '911 fee $0.75 per extension from 2026-01-01',
  ]);
});
