import { decimalsOf } from '../../src/platform/values/currencies.ts';

/** An amount of the API with its currency, as "$12.34": with the decimals of the currency, or more where a rate has more. */
export const amountLabel = (amount: string, currency: string): string =>
  new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimalsOf(currency),
    maximumFractionDigits: 6,
  }).format(Number(amount));
