import type { RecurringLine } from '../../billing/fees/recurring.ts';
import { microsOf, toMinor } from '../../billing/rating/amounts.ts';
import { decimalsOf } from '../../platform/values/currencies.ts';
import { boundsOf } from '../../platform/values/currency-bounds.ts';
import { type Adjustment, type CallSum, type Carried, type InvoiceLine, LINE_KINDS } from '../lines-contract.ts';
import type { TaxLine } from '../taxes-contract.ts';

/** Everything that a finished cycle is charged for. Amounts are in the currency's minor unit, unless their names say otherwise. */
export type Bill = {
  currency: string;
  recurring: readonly RecurringLine[];
  calls: readonly CallSum[];
  adjustments: readonly Adjustment[];
  /** Rests of earlier cycles that were too small for an invoice, with their taxes. */
  carried: readonly Carried[];
  /** True for a tenant's last invoice: a small rest can't be carried over. */
  isFinal: boolean;
};

/** The lines and taxes of an invoice, and their totals. A total is never negative: the rest becomes credit of the tenant. */
export type Invoice<Line extends Amount = InvoiceLine> = {
  lines: Line[];
  taxes: TaxLine[];
  netMinor: number;
  taxMinor: number;
  totalMinor: number;
  creditMinor: number;
};

type Amount = { amountMinor: number };

/** The result of a cycle: nothing, a rest too small for an invoice, or an invoice. */
export type Outcome<Line extends Amount = InvoiceLine> =
  | { kind: 'nothing' }
  | { kind: 'carried'; totalMinor: number }
  | { kind: 'invoice'; invoice: Invoice<Line> };

const sum = (parts: readonly { amountMinor: number }[]): number =>
  parts.reduce((total, { amountMinor }) => total + amountMinor, 0);

/** The line of a class of calls: the sum of their charges, rounded once. Calls aren't priced again. */
const callLine = (calls: CallSum, decimals: number): InvoiceLine => ({
  kind: 'calls',
  ...calls,
  amountMinor: Number(toMinor(BigInt(calls.chargeMicros), decimals)),
});

/** The lines of a bill in their order, before taxes. */
export function linesOf(bill: Bill): InvoiceLine[] {
  const decimals = decimalsOf(bill.currency);
  const all: InvoiceLine[] = [
    ...bill.recurring,
    ...bill.calls.map((calls) => callLine(calls, decimals)),
    ...bill.adjustments.map((adjustment) => ({ kind: 'adjustments' as const, ...adjustment })),
    ...bill.carried.map((carried) => ({ kind: 'carried' as const, ...carried })),
  ];
  // calls are shown even if they cost nothing, because they used included minutes
  const shown = all.filter((line) => line.kind === 'calls' || line.amountMinor !== 0);
  return LINE_KINDS.flatMap((kind) => shown.filter((line) => line.kind === kind));
}

/** For invoices to tenants and to partners. `taxes` are the taxes on `lines`. */
export function invoiceOf<Line extends Amount>(
  { currency, isFinal }: Pick<Bill, 'currency' | 'isFinal'>,
  lines: Line[],
  taxes: TaxLine[],
): Outcome<Line> {
  if ([...lines, ...taxes].every(({ amountMinor }) => amountMinor === 0)) return { kind: 'nothing' };
  const [netMinor, taxMinor] = [sum(lines), sum(taxes)];
  const comesTo = netMinor + taxMinor;
  const micros = microsOf(BigInt(comesTo), decimalsOf(currency));
  if (!isFinal && micros > 0n && micros < boundsOf(currency).smallestInvoiceMicros)
    return { kind: 'carried', totalMinor: comesTo };
  const [totalMinor, creditMinor] = [Math.max(0, comesTo), Math.max(0, -comesTo)];
  return { kind: 'invoice', invoice: { lines, taxes, netMinor, taxMinor, totalMinor, creditMinor } };
}
