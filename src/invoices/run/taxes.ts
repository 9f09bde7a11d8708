import type { RecurringUnits } from '../../billing/fees/recurring.ts';
import type { StoredTax as Tax } from '../../billing/profiles/terms-contract.ts';
import { prorated, taxOn } from '../../billing/rating/amounts.ts';
import type { TaxLine } from '../taxes-contract.ts';

/** A line of any invoice. */
export type TaxableLine = { kind: string; amountMinor: number };

/** The taxes in effect on a day: of several with the same name, the one that began last. */
export function taxesOn(taxes: readonly Tax[], day: string): Tax[] {
  const begun = taxes.filter(({ validFrom }) => validFrom <= day);
  const isReplaced = (tax: Tax) => begun.some(({ name, validFrom }) => name === tax.name && validFrom > tax.validFrom);
  return begun.filter((tax) => !isReplaced(tax));
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, one) => total + one, 0);

/** The taxes on the lines of an invoice, each rounded once. Taxes of zero are left out. */
export function taxLines(taxes: readonly Tax[], lines: readonly TaxableLine[], units: RecurringUnits): TaxLine[] {
  const found: TaxLine[] = [];
  for (const tax of taxes) found.push(taxLine(tax, lines, found, units));
  return found.filter(({ amountMinor }) => amountMinor !== 0);
}

function taxLine(tax: Tax, lines: readonly TaxableLine[], above: readonly TaxLine[], units: RecurringUnits): TaxLine {
  const { name } = tax;
  if (tax.kind !== 'percent') {
    const unitDays = tax.kind === 'perExtension' ? units.extensionDays : units.numberDays;
    const of = { kind: tax.kind, unitMinor: tax.amount, unitDays, nominalDays: units.nominalDays };
    return { name, of, amountMinor: prorated(tax.amount, unitDays, units.nominalDays) };
  }
  const { ratePpm, sharePpm } = tax;
  const onLines = lines.filter(({ kind }) => kind !== 'carried' && tax.on.includes(kind));
  const onTaxes = above.filter((other) => tax.onTaxes.includes(other.name));
  const baseMinor = sum([...onLines, ...onTaxes].map(({ amountMinor }) => amountMinor));
  return {
    name,
    of: { kind: 'percent', ratePpm, sharePpm, on: tax.on, onTaxes: tax.onTaxes, baseMinor },
    amountMinor: Number(taxOn(BigInt(baseMinor), ratePpm, sharePpm)),
  };
}
