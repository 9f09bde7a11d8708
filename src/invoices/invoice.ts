import { toMinor } from '../billing/amounts.ts';
import type { RecurringLine, RecurringUnits } from '../billing/recurring.ts';
import type { ProfileTax } from '../billing/terms-contract.ts';
import { decimalsOf } from '../platform/values/currencies.ts';
import { type Adjustment, type CallSum, type Carried, type InvoiceLine, LINE_KINDS } from './lines-contract.ts';
import { taxesOn, taxLines } from './taxes.ts';
import type { TaxLine } from './taxes-contract.ts';

/** All that a cycle has come to, when it has ended. Amounts in the currency's minor unit, unless they say otherwise. */
export type Bill = {
  currency: string;
  /** The last day of the cycle: it decides which taxes hold. */
  lastDay: string;
  recurring: readonly RecurringLine[];
  calls: readonly CallSum[];
  adjustments: readonly Adjustment[];
  /** What earlier cycles left for a later invoice, with its taxes. */
  carried: readonly Carried[];
  /** Of the tenant's billing profile; none for an exempt tenant. */
  taxes: readonly ProfileTax[];
  units: RecurringUnits;
  /** Whether no invoice will follow, to which a small rest could be carried over. */
  isFinal: boolean;
};

/** The lines and taxes of an invoice, and what they come to. A total is never negative: what is below zero is credit of the tenant. */
export type Invoice = {
  lines: InvoiceLine[];
  taxes: TaxLine[];
  netMinor: number;
  taxMinor: number;
  totalMinor: number;
  creditMinor: number;
};

/** What becomes of a cycle: nothing at all, a rest too small for an invoice, or an invoice. */
export type Outcome =
  | { kind: 'nothing' }
  | { kind: 'carried'; totalMinor: number }
  | { kind: 'invoice'; invoice: Invoice };

/** In micros: 0.50. Less than that can't be charged to a card, and is carried over to the next invoice. */
const SMALLEST_INVOICE = 500_000n;

const sum = (parts: readonly { amountMinor: number }[]): number =>
  parts.reduce((total, { amountMinor }) => total + amountMinor, 0);

/** A line for each class of calls: the charges of the calls, rounded as one sum. It prices nothing anew. */
const callLine = (calls: CallSum, decimals: number): InvoiceLine => ({
  kind: 'calls',
  ...calls,
  amountMinor: Number(toMinor(BigInt(calls.chargeMicros), decimals)),
});

function linesOf(bill: Bill, decimals: number): InvoiceLine[] {
  const all: InvoiceLine[] = [
    ...bill.recurring,
    ...bill.calls.map((calls) => callLine(calls, decimals)),
    ...bill.adjustments.map((adjustment) => ({ kind: 'adjustments' as const, ...adjustment })),
    ...bill.carried.map((carried) => ({ kind: 'carried' as const, ...carried })),
  ];
  // included calls are shown even though they cost nothing
  const shown = all.filter((line) => line.kind === 'calls' || line.amountMinor !== 0);
  return LINE_KINDS.flatMap((kind) => shown.filter((line) => line.kind === kind));
}

export function invoiceOf(bill: Bill): Outcome {
  const decimals = decimalsOf(bill.currency);
  const lines = linesOf(bill, decimals);
  const taxes = taxLines(taxesOn(bill.taxes, bill.lastDay), lines, bill.units);
  if ([...lines, ...taxes].every(({ amountMinor }) => amountMinor === 0)) return { kind: 'nothing' };
  const [netMinor, taxMinor] = [sum(lines), sum(taxes)];
  const comesTo = netMinor + taxMinor;
  const micros = BigInt(comesTo) * 10n ** BigInt(6 - decimals);
  if (!bill.isFinal && micros > 0n && micros < SMALLEST_INVOICE) return { kind: 'carried', totalMinor: comesTo };
  const [totalMinor, creditMinor] = [Math.max(0, comesTo), Math.max(0, -comesTo)];
  return { kind: 'invoice', invoice: { lines, taxes, netMinor, taxMinor, totalMinor, creditMinor } };
}
