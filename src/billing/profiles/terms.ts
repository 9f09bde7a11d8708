import { decimalsOf } from '../../platform/values/currencies.ts';
import { minorText } from '../../platform/values/money.ts';
import { BillingTerms, type FeeName } from '../contract.ts';
import { readFee } from './fee-amounts.ts';
import { shownTaxes, storedTaxes } from './tax-amounts.ts';
import type { ProfileTerms } from './terms-contract.ts';

const eachFee = <T>(of: (name: FeeName) => T): Record<FeeName, T> => ({
  monthlyFee: of('monthlyFee'),
  extensionFee: of('extensionFee'),
  localNumberFee: of('localNumberFee'),
  tollFreeNumberFee: of('tollFreeNumberFee'),
  setupFee: of('setupFee'),
  extensionSetupFee: of('extensionSetupFee'),
  localNumberSetupFee: of('localNumberSetupFee'),
  tollFreeNumberSetupFee: of('tollFreeNumberSetupFee'),
});

const OtherTerms = BillingTerms.omit({ ...eachFee(() => true as const), taxes: true })
  .partial()
  .strip();

/** The terms as the API shows them: amounts in the currency's main unit. */
export function shownTerms(terms: ProfileTerms, currency: string): BillingTerms {
  const decimals = decimalsOf(currency);
  return {
    ...terms,
    ...eachFee((name) => minorText(terms[name], decimals)),
    taxes: shownTaxes(terms.taxes, currency),
  };
}

type Fault = { path: string; message: string };

/** The stored terms with changes applied, or an error if an amount is finer than the currency's minor unit, or too high. */
export function changedTerms(
  before: ProfileTerms,
  changed: Partial<BillingTerms>,
  currency: string,
): { terms: ProfileTerms } | { faults: Fault[] } {
  const faults: Fault[] = [];
  const toMinor = (typed: string, path: string): number => {
    const fee = readFee(typed, currency);
    if ('minor' in fee) return fee.minor;
    faults.push({ path, message: fee.message });
    return 0;
  };
  const fees = eachFee((name) => {
    const typed = changed[name];
    return typed === undefined ? before[name] : toMinor(typed, `terms.${name}`);
  });
  const taxes = changed.taxes && storedTaxes(changed.taxes, (typed, path) => toMinor(typed, `terms.${path}`));
  if (faults.length > 0) return { faults };
  return { terms: { ...before, ...OtherTerms.parse(changed), ...fees, taxes: taxes ?? before.taxes } };
}
