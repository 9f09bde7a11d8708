import type { Tax } from '../../src/billing/profiles/taxes-contract.ts';
import { LINE_KINDS } from '../../src/billing/profiles/terms-contract.ts';

/** What is typed for a tax: percentages such as 8.875, and the fields of every kind, so that a change of the kind loses nothing. */
export type TaxForm = {
  kind: Tax['kind'];
  name: string;
  validFrom: string;
  ratePpm: string;
  sharePpm: string;
  on: string[];
  onTaxes: string[];
  amount: string;
};

export const TAX_KINDS: { value: Tax['kind']; label: string }[] = [
  { value: 'percent', label: 'Percentage' },
  { value: 'perExtension', label: 'Amount per extension and month' },
  { value: 'perNumber', label: 'Amount per number and month' },
];

type LineKind = (typeof LINE_KINDS)[number];
const LINES: Record<LineKind, string> = {
  plan: 'Monthly fee',
  extensions: 'Extensions',
  numbers: 'Numbers',
  setup: 'Set-up fees',
  calls: 'Calls',
  adjustments: 'Adjustments',
};
export const LINE_OPTIONS = LINE_KINDS.map((value) => ({ value, label: LINES[value] }));

/** A tax on everything, from a day on. */
export const newTax = (day: string): TaxForm => ({
  kind: 'percent',
  name: '',
  validFrom: day,
  ratePpm: '',
  sharePpm: '100',
  on: [...LINE_KINDS],
  onTaxes: [],
  amount: '',
});

/** Millionths as a percentage: 88,750 is "8.875". */
const percentOf = (ppm: number): string => String(ppm / 10_000);

/** The reverse, exactly; any other text as it is, for the contract to refuse. */
export function typedPercent(text: string): number | string {
  const [, whole, decimals = ''] = /^(\d{1,3})(?:\.(\d{1,4}))?$/.exec(text.trim()) ?? [];
  return whole === undefined ? text : Number(whole + decimals.padEnd(4, '0'));
}

export const formOfTax = (tax: Tax): TaxForm =>
  tax.kind === 'percent'
    ? { ...newTax(tax.validFrom), ...tax, ratePpm: percentOf(tax.ratePpm), sharePpm: percentOf(tax.sharePpm) }
    : { ...newTax(tax.validFrom), ...tax };

/** What is sent of it: the fields of its kind. */
export function sentTax({ kind, name, validFrom, amount, ratePpm, sharePpm, on, onTaxes }: TaxForm) {
  if (kind !== 'percent') return { kind, name, validFrom, amount };
  return { kind, name, validFrom, ratePpm: typedPercent(ratePpm), sharePpm: typedPercent(sharePpm), on, onTaxes };
}

const namesOf = (on: readonly string[]): string =>
  on.length === LINE_KINDS.length
    ? 'everything'
    : LINE_OPTIONS.filter(({ value }) => on.includes(value))
        .map(({ label }) => label.toLowerCase())
        .join(', ');

/** A tax in one line: "8.875 % of calls, and of 911 fee". */
export function taxWords(tax: TaxForm): string {
  if (tax.kind === 'perExtension') return `${tax.amount || '0'} per extension`;
  if (tax.kind === 'perNumber') return `${tax.amount || '0'} per number`;
  const share = tax.sharePpm === '100' ? '' : `${tax.sharePpm} % of `;
  const bases = [...(tax.on.length > 0 ? [namesOf(tax.on)] : []), ...tax.onTaxes];
  return `${tax.ratePpm || '0'} % of ${share}${bases.join(' and ') || 'nothing'}`;
}

/** The taxes of a profile in words, for the list of its versions. */
export const taxesWords = (taxes: readonly TaxForm[]): string =>
  taxes.map((tax) => `${tax.name} ${taxWords(tax)} from ${tax.validFrom}`).join('; ') || 'none';
