import { amountText } from '../invoices/invoices.ts';
import { errorFactory, fail } from '../platform/http/errors.ts';
import { decimalsOf, tooFine } from '../platform/values/currencies.ts';
import { minorOf } from '../platform/values/money.ts';
import { paymentErrors } from './contract.ts';

const refuse = errorFactory(paymentErrors);

/** What a payment is for: the amount due in the minor unit, and whether more may be paid. `today`: in the payee's time zone. */
export type Payable = { currency: string; today: string; dueMinor: number; mayExceed: boolean };

type Dated = { amount: string; paidOn: string };

/** A positive amount in the minor unit, of a day that isn't in the future. Codes: `invalid`. */
function readDated(
  { amount, paidOn }: Dated,
  { currency, today }: { currency: string; today: string },
  { detail, future }: { detail: string; future: string },
): number {
  const minor = minorOf(amount, decimalsOf(currency));
  const errors = [
    ...(minor === null ? [{ path: 'amount', message: tooFine(currency) }] : []),
    ...(minor === 0 ? [{ path: 'amount', message: 'Enter an amount above 0.' }] : []),
    ...(paidOn > today ? [{ path: 'paidOn', message: future }] : []),
  ];
  if (minor === null || errors.length > 0) throw fail('invalid', detail, { errors });
  return minor;
}

/**
 * The amount of a refund in the minor unit, if it and its day are possible. `leftMinor`: what can be refunded of the payment. Codes: `invalid`,
 * `refund_too_high`.
 */
export function readRefund(
  input: Dated,
  { currency, today, leftMinor }: { currency: string; today: string; leftMinor: number },
): number {
  const says = { detail: 'This refund can’t be recorded.', future: 'Money can’t have gone back in the future.' };
  const minor = readDated(input, { currency, today }, says);
  if (minor > leftMinor)
    throw refuse('refund_too_high', 'That is more than can be refunded of this payment.', {
      errors: [{ path: 'amount', message: `${amountText(leftMinor, currency)} ${currency} can go back.` }],
    });
  return minor;
}

/** The amount of a payment in the minor unit, if it and its day are possible. Codes: `invalid`, `payment_too_high`. */
export function readAmount(input: Dated, { currency, today, dueMinor, mayExceed }: Payable): number {
  const says = { detail: 'This payment can’t be recorded.', future: 'A payment can’t be received in the future.' };
  const minor = readDated(input, { currency, today }, says);
  if (minor > dueMinor && !mayExceed)
    throw refuse('payment_too_high', 'That is more than is left to pay of this invoice.', {
      errors: [{ path: 'amount', message: `${amountText(dueMinor, currency)} ${currency} is left to pay.` }],
    });
  return minor;
}
