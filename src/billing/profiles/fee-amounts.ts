import { decimalsOf, tooFine } from '../../platform/values/currencies.ts';
import { boundsOf, inMinor, tooHigh } from '../../platform/values/currency-bounds.ts';
import { minorOf } from '../../platform/values/money.ts';

/** Parses a fee or tax into the currency's minor unit, or returns what is wrong with it. `maxMinor`: the most that can be stored. */
export function readFee(
  typed: string,
  currency: string,
  maxMinor: number = Infinity,
): { minor: number } | { message: string } {
  const decimals = decimalsOf(currency);
  const minor = minorOf(typed, decimals);
  if (minor === null) return { message: tooFine(currency) };
  const most = Math.min(boundsOf(currency).maxFee, Math.floor(maxMinor / 10 ** decimals));
  return minor > inMinor(most, currency) ? { message: tooHigh(most, currency) } : { minor };
}
