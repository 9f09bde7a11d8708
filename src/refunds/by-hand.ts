import { findPaidAttempt } from '../cards/card-payments.ts';
import { partnerToday } from '../invoices/settings/settings.ts';
import { readRefund as readRefundAmount } from '../payments/amount.ts';
import { paymentErrors, type Refund, type RefundRecord, type RefundReverse } from '../payments/contract.ts';
import { isByHand, lockedPayment, type PaymentRow, toRefund } from '../payments/payments.ts';
import { bookRefund, returnRefund } from '../payments/refunds.ts';
import type { Tx } from '../platform/db/db.ts';
import { lockTenantForStatus } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, invalidField } from '../platform/http/errors.ts';
import { refundErrors } from './contract.ts';
import { isDisputed } from './rules.ts';
import { recordRefunded, recordReversed } from './settling.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...refundErrors, ...paymentErrors });

/**
 * Records money that went back by hand, such as by bank transfer. It is booked at once, as a refund to a card is when it has succeeded. Codes:
 * `already_reversed`, `payment_disputed`, `refund_too_high`, `invalid`.
 */
export async function recordRefund(
  tx: Tx,
  by: Actor,
  { found, input, now }: { found: PaymentRow; input: RefundRecord; now: Date },
): Promise<Refund> {
  const tenant = await lockTenantForStatus(tx, found.tenant_id);
  const row = await lockedPayment(tx, found.id);
  const amountMinor = await checkManualRefund(tx, row, input, now);
  if (input.method === 'card' && (await findPaidAttempt(tx, row.id)))
    throw invalidField(
      'method',
      'Refund it to its card instead: what is refunded at Stripe is booked here.',
      'This can’t be recorded.',
    );
  const refund = await sql.insertRefund(tx, row, {
    amount_minor: amountMinor,
    reason: input.reason,
    state: 'succeeded',
    method: input.method,
    reference: input.reference,
    booked_minor: await bookRefund(tx, row.id, amountMinor),
    booked_on: input.paidOn,
    booked_at: sql.NOW,
  });
  await recordRefunded(tx, by, { payment: row, partnerId: row.partner_id, isThere: tenant !== undefined }, refund);
  return toRefund(refund, row.currency);
}

/**
 * Reverses a refund by hand that was recorded by mistake, or whose money came back. Its amount becomes credit of the tenant, and pays open invoices.
 * Codes: `already_reversed`, `refund_not_by_hand`.
 */
export async function reverseRefund(
  tx: Tx,
  by: Actor,
  { found, input: { reason }, now }: { found: sql.RefundRow; input: RefundReverse; now: Date },
): Promise<Refund> {
  const tenant = await lockTenantForStatus(tx, found.tenant_id);
  const payment = await lockedPayment(tx, found.payment_id);
  const row = await readRefund(tx, found.id);
  if (!isByHand(row)) throw fail('refund_not_by_hand', 'This refund went to a card, so it can’t be reversed here.');
  if (row.state === 'reversed') throw fail('already_reversed', 'This refund has already been reversed.');
  if (payment.reversed_at !== null)
    throw fail('already_reversed', 'The payment has been reversed since, so the refund can’t be reversed.');
  const today = await partnerToday(tx, row.partner_id, now);
  const reversal = { state: 'reversed' as const, reversal_reason: reason, returned_on: today };
  await sql.updateRefund(tx, row.id, reversal, 'returned_at');
  await returnRefund(tx, payment.id, { bookedMinor: Number(row.booked_minor), reason: 'refund_reversed' }, now);
  const known = { payment, partnerId: row.partner_id, isThere: tenant !== undefined };
  await recordReversed(tx, by, known, { row, reason });
  return toRefund(await readRefund(tx, row.id), row.currency);
}

export const findRefund = (tx: Tx, id: string) => sql.findRefund(tx, id);

async function readRefund(tx: Tx, id: string): Promise<sql.RefundRow> {
  const row = await sql.findRefund(tx, id);
  if (!row) throw new Error(`Refund ${id} was not found after its payment was locked.`);
  return row;
}

/** The amount in the minor unit, if that much can have been refunded by hand. */
export async function checkManualRefund(
  tx: Tx,
  row: PaymentRow,
  { amount, paidOn }: { amount: string; paidOn?: string },
  now: Date,
): Promise<number> {
  if (row.reversed_at !== null) throw fail('already_reversed', 'This payment has been reversed.');
  if (isDisputed(await findPaidAttempt(tx, row.id)))
    throw fail('payment_disputed', 'The cardholder’s bank disputes this payment. Respond at Stripe.');
  const today = await partnerToday(tx, row.partner_id, now);
  const { currency, by_hand_minor: left } = row;
  return readRefundAmount({ amount, paidOn: paidOn ?? today }, { currency, today, leftMinor: Number(left) });
}
