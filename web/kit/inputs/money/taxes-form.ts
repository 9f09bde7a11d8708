import type { TaxOf } from '../../../../src/billing/profiles/terms-contract.ts';
import { typedAmountLabel } from './amount.ts';

type Tax = TaxOf<string, string>;

/** The form values of a tax: percentages such as 8.875, and the fields of all kinds, so that changing the kind loses nothing. */
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

/** The kinds of invoice lines that a tax can be charged on. */
export type TaxLines = readonly { value: string; label: string }[];

/** A new tax on everything, valid from a day on. */
export const newTax = (day: string, lines: TaxLines): TaxForm => ({
  kind: 'percent',
  name: '',
  validFrom: day,
  ratePpm: '',
  sharePpm: '100',
  on: lines.map(({ value }) => value),
  onTaxes: [],
  amount: '',
});

/** Converts millionths to a percentage: 88,750 is "8.875". */
const percentOf = (ppm: number): string => String(ppm / 10_000);

/** Converts a percentage to millionths exactly. Any other text is returned unchanged, for the contract to refuse. */
export function typedPercent(text: string): number | string {
  const [, whole, decimals = ''] = /^(\d{1,3})(?:\.(\d{1,4}))?$/.exec(text.trim()) ?? [];
  return whole === undefined ? text : Number(whole + decimals.padEnd(4, '0'));
}

export const formOfTax =
  (lines: TaxLines) =>
  (tax: Tax): TaxForm =>
    tax.kind === 'percent'
      ? { ...newTax(tax.validFrom, lines), ...tax, ratePpm: percentOf(tax.ratePpm), sharePpm: percentOf(tax.sharePpm) }
      : { ...newTax(tax.validFrom, lines), ...tax };

/** The tax for the API, with only the fields of its kind. */
export function sentTax({ kind, name, validFrom, amount, ratePpm, sharePpm, on, onTaxes }: TaxForm) {
  if (kind !== 'percent') return { kind, name, validFrom, amount };
  return { kind, name, validFrom, ratePpm: typedPercent(ratePpm), sharePpm: typedPercent(sharePpm), on, onTaxes };
}

const namesOf = (on: readonly string[], lines: TaxLines): string =>
  on.length === lines.length
    ? 'everything'
    : lines
        .filter(({ value }) => on.includes(value))
        .map(({ label }) => label.toLowerCase())
        .join(', ');

/** A tax in one line: "8.875% of calls, and of 911 fee", "$0.75 per extension". */
export function taxWords(tax: TaxForm, lines: TaxLines, currency: string | null): string {
  const amount = typedAmountLabel(tax.amount || '0', currency);
  if (tax.kind === 'perExtension') return `${amount} per extension`;
  if (tax.kind === 'perNumber') return `${amount} per number`;
  const share = tax.sharePpm === '100' ? '' : `${tax.sharePpm}% of `;
  const bases = [...(tax.on.length > 0 ? [namesOf(tax.on, lines)] : []), ...tax.onTaxes];
  return `${tax.ratePpm || '0'}% of ${share}${bases.join(' and ') || 'nothing'}`;
}

/** Describes taxes, for lists of versions and differences. */
export const taxesWords =
  (lines: TaxLines, currency: string | null) =>
  (taxes: readonly TaxForm[]): string =>
    taxes.map((tax) => `${tax.name} ${taxWords(tax, lines, currency)} from ${tax.validFrom}`).join('; ') || 'none';
