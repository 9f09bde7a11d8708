import { toMinor } from '../billing/rating/amounts.ts';
import { amountText } from '../invoices/invoices.ts';
import { decimalsOf } from '../platform/values/currencies.ts';
import { roundedText } from '../platform/values/money.ts';
import type { AllFigures, Figures } from './contract.ts';
import type { CallSums } from './sql.ts';

/** Charges and costs, in micros of one currency. */
export type Sums = {
  fees: bigint;
  calls: bigint;
  cost: bigint;
  count: number;
  withoutPrice: number;
  withoutCost: number;
};

const NOTHING: Sums = { fees: 0n, calls: 0n, cost: 0n, count: 0, withoutPrice: 0, withoutCost: 0 };

/** The sums of calls and fees. Without calls, only the fees. */
export const sumsOf = (row: CallSums | undefined, fees = 0n): Sums =>
  row
    ? {
        fees,
        calls: BigInt(row.revenue),
        cost: BigInt(row.cost),
        count: row.calls,
        withoutPrice: row.without_price,
        withoutCost: row.without_cost,
      }
    : { ...NOTHING, fees };

/** Micros of a currency, rounded to its smallest unit. */
export const amountOf = (micros: bigint, currency: string): string => roundedText(micros, decimalsOf(currency));

/** Each amount is rounded, and the margin is calculated from rounded amounts, so that the shown figures add up. */
export function figuresOf(sums: Sums, currency: string, otherCost = 0n): Figures {
  const decimals = decimalsOf(currency);
  const [revenue, cost] = [toMinor(sums.fees + sums.calls, decimals), toMinor(sums.cost, decimals)];
  const amount = (minor: bigint) => amountText(Number(minor), currency);
  return {
    revenue: amount(revenue),
    cost: amount(cost),
    margin: amount(revenue - cost - toMinor(otherCost, decimals)),
    calls: sums.count,
    callsWithoutPrice: sums.withoutPrice,
    callsWithoutCost: sums.withoutCost,
  };
}

/** What the operator charges by the month, and the part of it for suspended tenants; in micros. */
export type OperatorFees = { micros: bigint; suspended: bigint };

/** The same less what the operator charges by the month. */
export const allFiguresOf = (sums: Sums, { micros, suspended }: OperatorFees, currency: string): AllFigures => ({
  ...figuresOf(sums, currency, micros),
  operatorFees: amountOf(micros, currency),
  suspendedFees: amountOf(suspended, currency),
});
