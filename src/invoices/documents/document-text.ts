import { decimalsOf } from '../../platform/values/currencies.ts';
import { minorText } from '../../platform/values/money.ts';
import type { DocumentLine, DocumentTax } from '../contract.ts';
import type { InvoiceLine } from '../lines-contract.ts';
import type { TaxLine } from '../taxes-contract.ts';

/** The text of a line. `unitPrice` is null if the line has no price per unit. */
export type LineText = Pick<DocumentLine, 'description' | 'detail'> & { quantity: string; unitMinor: number | null };

export const CALL_CLASSES: Record<string, string> = {
  inbound: 'Incoming calls',
  tollFree: 'Calls to toll-free numbers',
  domestic: 'Domestic calls',
  caribbean: 'Calls to the Caribbean and other +1 countries',
  international: 'International calls',
  premium: 'Premium-rate calls',
  satellite: 'Satellite calls',
};

const THINGS: Record<Extract<InvoiceLine, { kind: 'setup' }>['thing'], string> = {
  tenant: 'Set-up fee',
  extension: 'Set-up of extensions',
  localNumber: 'Set-up of local numbers',
  tollFreeNumber: 'Set-up of toll-free numbers',
};

/** At most three decimals, without trailing zeros: 2.333. */
export const fraction = (dividend: number, divisor: number): string =>
  String(Math.round((dividend * 1000) / divisor) / 1000);

export const minutes = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

export const plural = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;

function textOf(line: InvoiceLine): LineText {
  switch (line.kind) {
    case 'plan':
      return {
        description: 'Monthly fee',
        detail: line.unitDays === line.nominalDays ? '' : `${line.unitDays} of ${line.nominalDays} days`,
        quantity: fraction(line.unitDays, line.nominalDays),
        unitMinor: line.unitMinor,
      };
    case 'extensions':
      return {
        description: 'Extensions',
        detail: `${line.unitDays} extension-days of ${line.nominalDays}`,
        quantity: fraction(line.unitDays, line.nominalDays),
        unitMinor: line.unitMinor,
      };
    case 'numbers':
      return {
        description: line.numbers === 'tollFree' ? 'Toll-free numbers' : 'Local numbers',
        detail: `${line.unitDays} number-days of ${line.nominalDays}`,
        quantity: fraction(line.unitDays, line.nominalDays),
        unitMinor: line.unitMinor,
      };
    case 'setup':
      return {
        description: THINGS[line.thing],
        detail: '',
        quantity: String(line.count),
        unitMinor: line.unitMinor,
      };
    case 'calls': {
      const included = line.includedSeconds === 0 ? '' : `, ${minutes(line.includedSeconds)} of it included`;
      return {
        description: CALL_CLASSES[line.chargeClass] ?? 'Calls',
        detail: `${plural(line.calls, 'call')}, ${minutes(line.chargedSeconds)} minutes charged${included}`,
        quantity: '',
        unitMinor: null,
      };
    }
    case 'adjustments':
    case 'carried':
      return { description: line.description, detail: line.day, quantity: '', unitMinor: null };
  }
}

/** A stored line with its text and decimal amounts. */
export const lineText = (line: InvoiceLine, currency: string): DocumentLine =>
  documentLine(line, textOf(line), currency);

/** A line of any document, with its text. */
export function documentLine(
  line: { kind: string; amountMinor: number },
  { unitMinor, ...text }: LineText,
  currency: string,
): DocumentLine {
  const amount = (minor: number) => minorText(minor, decimalsOf(currency));
  return {
    kind: line.kind,
    ...text,
    unitPrice: unitMinor === null ? '' : amount(unitMinor),
    amount: amount(line.amountMinor),
  };
}

/** Millionths as percent: 65000 is 6.5. */
const percent = (ppm: number): string => String(ppm / 10_000);

export function taxText({ name, of, amountMinor }: TaxLine, currency: string): DocumentTax {
  const amount = (minor: number) => minorText(minor, decimalsOf(currency));
  const share = of.kind === 'percent' && of.sharePpm !== 1_000_000 ? `${percent(of.sharePpm)} % of ` : '';
  const detail =
    of.kind === 'percent'
      ? `${percent(of.ratePpm)} % of ${share}${amount(of.baseMinor)} ${currency}`
      : `${fraction(of.unitDays, of.nominalDays)} × ${amount(of.unitMinor)} ${currency}`;
  return { name, detail, amount: amount(amountMinor) };
}
