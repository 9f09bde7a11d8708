import { fail } from '../platform/http/errors.ts';
import { decimalsOf } from '../platform/values/currencies.ts';
import { minorOf } from '../platform/values/money.ts';

/** The amount of a payment in the minor unit, if it and its day can be right. Codes: `invalid`. */
export function readAmount(
  input: { amount: string; paidOn: string },
  { currency, today }: { currency: string; today: string },
): number {
  const decimals = decimalsOf(currency);
  const minor = minorOf(input.amount, decimals);
  const errors = [
    ...(minor === null ? [{ path: 'amount', message: `Use at most ${decimals} decimals.` }] : []),
    ...(minor === 0 ? [{ path: 'amount', message: 'Enter an amount above 0.' }] : []),
    ...(input.paidOn > today ? [{ path: 'paidOn', message: 'A payment can’t be received in the future.' }] : []),
  ];
  if (minor === null || errors.length > 0) throw fail('invalid', 'This payment can’t be recorded.', { errors });
  return minor;
}
