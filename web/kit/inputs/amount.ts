import { decimalsOf } from '../../../src/platform/values/currencies.ts';

/** The amount owed; below zero, it is credit: "$12.34 credit". */
export const balanceLabel = (balance: string, currency: string): string =>
  Number(balance) < 0 ? `${amountLabel(balance.slice(1), currency)} credit` : amountLabel(balance, currency);

/** An amount of the API with its currency, as "$12.34": rounded to the decimals of the currency. */
export const amountLabel = (amount: string, currency: string): string => label(amount, currency, decimalsOf(currency));

/** A rate, or the charge of a call, as "$0.0125": such amounts are finer than the currency, and are shown as they are. */
export const exactAmountLabel = (amount: string, currency: string): string => label(amount, currency, 6);

const label = (amount: string, currency: string, most: number): string =>
  new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimalsOf(currency),
    maximumFractionDigits: most,
    // a rest below the smallest unit isn't "-$0.00"
    signDisplay: 'negative',
  }).format(Number(amount));
