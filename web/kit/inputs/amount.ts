import { decimalsOf } from '../../../src/platform/values/currencies.ts';

/** What is owed; below zero, what somebody has as credit: "$12.34 credit". */
export const balanceLabel = (balance: string, currency: string): string =>
  Number(balance) < 0 ? `${amountLabel(balance.slice(1), currency)} credit` : amountLabel(balance, currency);

/** An amount of the API with its currency, as "$12.34": with the decimals of the currency, or more where a rate has more. */
export const amountLabel = (amount: string, currency: string): string =>
  new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimalsOf(currency),
    maximumFractionDigits: 6,
  }).format(Number(amount));
