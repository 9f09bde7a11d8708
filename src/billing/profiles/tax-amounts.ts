import { decimalsOf } from '../../platform/values/currencies.ts';
import { minorText } from '../../platform/values/money.ts';
import type { TaxOf } from './terms-contract.ts';

/** Taxes as the API shows them: amounts in the currency's main unit. */
export const shownTaxes = <Kind extends string>(
  taxes: readonly TaxOf<Kind, number>[],
  currency: string,
): TaxOf<Kind, string>[] =>
  taxes.map((tax) => (tax.kind === 'percent' ? tax : { ...tax, amount: minorText(tax.amount, decimalsOf(currency)) }));

/** Taxes as they are stored. `toMinor` parses an amount; the path is for its error. */
export const storedTaxes = <Kind extends string>(
  taxes: readonly TaxOf<Kind, string>[],
  toMinor: (typed: string, path: string) => number,
): TaxOf<Kind, number>[] =>
  taxes.map((tax, at) =>
    tax.kind === 'percent' ? tax : { ...tax, amount: toMinor(tax.amount, `taxes.${at}.amount`) },
  );
