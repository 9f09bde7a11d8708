import { decimalsOf } from '../platform/values/currencies.ts';
import { minorOf, minorText } from '../platform/values/money.ts';
import { BillingTerms, type FeeName } from './contract.ts';
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

const OtherTerms = BillingTerms.omit(eachFee(() => true as const))
  .partial()
  .strip();

/** The terms as the API shows them: fees in the currency's main unit. */
export function shownTerms({ taxes: _taxes, ...terms }: ProfileTerms, currency: string): BillingTerms {
  const decimals = decimalsOf(currency);
  return { ...terms, ...eachFee((name) => minorText(terms[name], decimals)) };
}

type Fault = { path: string; message: string };

/** The stored terms with some of them changed; or what is wrong with a fee, which may be finer than the currency's minor unit. */
export function changedTerms(
  before: ProfileTerms,
  changed: Partial<BillingTerms>,
  currency: string,
): { terms: ProfileTerms } | { faults: Fault[] } {
  const decimals = decimalsOf(currency);
  const faults: Fault[] = [];
  const fees = eachFee((name) => {
    const typed = changed[name];
    const minor = typed === undefined ? before[name] : minorOf(typed, decimals);
    if (minor === null) faults.push({ path: `terms.${name}`, message: tooFine(currency, decimals) });
    return minor ?? 0;
  });
  return faults.length > 0 ? { faults } : { terms: { ...before, ...OtherTerms.parse(changed), ...fees } };
}

const tooFine = (currency: string, decimals: number): string =>
  decimals === 0
    ? `Enter a whole amount: ${currency} has no smaller unit.`
    : `Use at most ${decimals} decimals for ${currency}.`;
