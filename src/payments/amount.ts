import { amountText } from '../invoices/invoices.ts';
import { errorFactory, fail } from '../platform/http/errors.ts';
import { decimalsOf, tooFine } from '../platform/values/currencies.ts';
import { minorOf } from '../platform/values/money.ts';
import { paymentErrors } from './contract.ts';

const refuse = errorFactory(paymentErrors);

/** What a payment is for: what is left to pay, in the minor unit, and whether there may be more. `today`: by the calendar of the one who is paid. */
export type Payable = { currency: string; today: string; dueMinor: number; mayExceed: boolean };

/** The amount of a payment in the minor unit, if it and its day can be right. Codes: `invalid`, `payment_too_high`. */
export function readAmount(
  input: { amount: string; paidOn: string },
  { currency, today, dueMinor, mayExceed }: Payable,
): number {
  const minor = minorOf(input.amount, decimalsOf(currency));
  const errors = [
    ...(minor === null ? [{ path: 'amount', message: tooFine(currency) }] : []),
    ...(minor === 0 ? [{ path: 'amount', message: 'Enter an amount above 0.' }] : []),
    ...(input.paidOn > today ? [{ path: 'paidOn', message: 'A payment can’t be received in the future.' }] : []),
  ];
  if (minor === null || errors.length > 0) throw fail('invalid', 'This payment can’t be recorded.', { errors });
  if (minor > dueMinor && !mayExceed)
    throw refuse('payment_too_high', 'That is more than is left to pay of this invoice.', {
      errors: [{ path: 'amount', message: `${amountText(dueMinor, currency)} ${currency} is left to pay.` }],
    });
  return minor;
}
