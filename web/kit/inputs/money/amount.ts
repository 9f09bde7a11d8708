import { decimalsOf } from '../../../../src/platform/values/currencies.ts';
import { minorOf, minorText } from '../../../../src/platform/values/money.ts';

/** An amount owed. A negative one is shown as "$12.34 credit". */
export const balanceLabel = (balance: string, currency: string): string =>
  Number(balance) < 0 ? `${amountLabel(balance.slice(1), currency)} credit` : amountLabel(balance, currency);

/** An amount with its currency, as "$12.34", rounded to the currency's decimals. */
export const amountLabel = (amount: string, currency: string): string => label(amount, currency, decimalsOf(currency));

/** A rate or a call's charge, as "$0.0125". Such amounts can have more decimals than the currency, and aren't rounded. */
export const exactAmountLabel = (amount: string, currency: string): string => label(amount, currency, 6);

/** An amount as somebody types it. What is no amount yet is shown as it is typed. */
export const typedAmountLabel = (typed: string, currency: string | null): string =>
  currency && /^\d+(\.\d+)?$/.test(typed.trim()) ? exactAmountLabel(typed.trim(), currency) : typed;

/** What is left of an amount, for the field in which it is typed: a decimal number in the same currency. */
export function subtractAmount(amount: string, taken: string, currency: string): string {
  const decimals = decimalsOf(currency);
  const minor = (text: string): number => minorOf(text, decimals) ?? 0;
  return minorText(minor(amount) - minor(taken), decimals);
}

const label = (amount: string, currency: string, most: number): string =>
  new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimalsOf(currency),
    maximumFractionDigits: most,
    // avoids "-$0.00"
    signDisplay: 'negative',
  }).format(Number(amount));
