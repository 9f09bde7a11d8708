import { taxOn } from '../../billing/rating/amounts.ts';
import type { TaxableLine } from '../run/taxes.ts';
import type { TaxLine } from '../taxes-contract.ts';

/** A credited amount of an invoice's line, by its position, before taxes and in the minor unit. */
export type CreditedLine = { line: number; amountMinor: number };

/** The amounts of a credit note. */
export type Credit = { credited: CreditedLine[]; taxes: TaxLine[]; netMinor: number; taxMinor: number };

type Original = { lines: readonly TaxableLine[]; taxes: readonly TaxLine[] };

const sum = (parts: readonly { amountMinor: number }[]): number =>
  parts.reduce((total, { amountMinor }) => total + amountMinor, 0);

/** Everything that is left of an invoice, by line. */
export const restOf = ({ lines }: Original, before: readonly CreditedLine[]): CreditedLine[] =>
  lines
    .map(({ amountMinor }, line) => ({
      line,
      amountMinor: amountMinor - sum(before.filter((credited) => credited.line === line)),
    }))
    .filter(({ amountMinor }) => amountMinor !== 0);

/** The first line that would be credited by more than is left of it; undefined if there is none. Negative lines can't be credited by themselves. */
export function overdrawnLine(
  original: Original,
  before: readonly CreditedLine[],
  requested: readonly CreditedLine[],
): number | undefined {
  const left = restOf(original, before);
  const max = (line: number): number => Math.max(0, left.find((rest) => rest.line === line)?.amountMinor ?? 0);
  return requested.find(({ line }) => sum(requested.filter((other) => other.line === line)) > max(line))?.line;
}

/**
 * The credit of lines, with taxes by the invoice's rates. To avoid rounding errors, taxes are those on everything credited so far, less those of
 * earlier notes: so the credit notes of a fully credited invoice add up to exactly its total.
 */
export function creditOf(
  original: Original,
  before: readonly CreditedLine[],
  requested: readonly CreditedLine[],
): Credit {
  const old = creditedTaxes(original, before);
  const taxes = creditedTaxes(original, [...before, ...requested])
    .map((tax, at) => ({ ...tax, amountMinor: tax.amountMinor - (old[at]?.amountMinor ?? 0) }))
    .filter(({ amountMinor }) => amountMinor !== 0);
  return { credited: [...requested], taxes, netMinor: sum(requested), taxMinor: sum(taxes) };
}

/** Amounts per extension and number are credited when nothing of the invoice is left. */
function creditedTaxes(original: Original, credited: readonly CreditedLine[]): TaxLine[] {
  const isWhole = restOf(original, credited).length === 0;
  const found: TaxLine[] = [];
  for (const { name, of, amountMinor } of original.taxes) {
    if (of.kind !== 'percent') {
      found.push({ name, of, amountMinor: isWhole ? amountMinor : 0 });
      continue;
    }
    const onLines = credited.filter(({ line }) => of.on.includes(original.lines[line]?.kind ?? ''));
    const onTaxes = found.filter((other) => of.onTaxes.includes(other.name));
    const baseMinor = sum(onLines) + sum(onTaxes);
    const amount = Number(taxOn(BigInt(baseMinor), of.ratePpm, of.sharePpm));
    found.push({ name, of: { ...of, baseMinor }, amountMinor: amount });
  }
  return found;
}
