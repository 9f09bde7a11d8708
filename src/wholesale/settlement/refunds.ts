import { amountText } from '../../invoices/invoices.ts';
import { documentNumber } from '../../invoices/rules.ts';
import { readRefund } from '../../payments/amount.ts';
import type { RefundRecord, RefundReverse } from '../../payments/contract.ts';
import type { Tx } from '../../platform/db/db.ts';
import { recordEvent } from '../../platform/db/events.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { errorFactory } from '../../platform/http/errors.ts';
import { dayAt } from '../../platform/time/zoned-days.ts';
import { newId } from '../../platform/values/ids.ts';
import type { RefundPreview } from '../../refunds/contract.ts';
import { wholesaleBillErrors, type WholesaleRefund } from '../contract.ts';
import { toRefund } from '../invoices.ts';
import * as sql from '../sql.ts';
import { ZONE } from '../terms.ts';
import { lockedPayment } from './payments.ts';
import { refundEffect, settleAccount } from './settlement.ts';

const fail = errorFactory(wholesaleBillErrors);

/**
 * By the operator. Records what it paid back of a payment; no money is moved. Nothing decides which invoice is open again but the account's sum: credit
 * covers it first. Codes: `already_reversed`, `refund_too_high`, `invalid`.
 */
export async function recordRefund(
  tx: Tx,
  by: Actor,
  { found, input, now }: { found: sql.PaymentRow; input: RefundRecord; now: Date },
): Promise<WholesaleRefund> {
  const invoice = await sql.lockInvoice(tx, { id: found.invoice_id, partnerId: found.partner_id });
  const row = await lockedPayment(tx, found.id);
  const amountMinor = checkedRefund(row, input, now);
  const refund = await sql.insertRefund(tx, {
    id: newId(),
    partner_id: row.partner_id,
    payment_id: row.id,
    amount_minor: amountMinor,
    paid_on: input.paidOn,
    method: input.method,
    reference: input.reference,
    reason: input.reason,
  });
  await settleAccount(tx, { partnerId: row.partner_id, currency: row.currency });
  const recorded = toRefund(refund, row.currency);
  const { amount, currency, paidOn, method, reference, reason } = recorded;
  await recordEvent(tx, by, {
    action: 'wholesale_payment.refunded',
    target: { kind: 'wholesale_payment', id: row.id },
    partnerId: row.partner_id,
    after: {
      invoice: documentNumber('wholesale', invoice.number),
      amount: amountText(row.amount_minor, currency),
      currency,
      refund: amount,
      paidOn,
      method,
      reference,
      reason,
    },
  });
  return recorded;
}

export const findRefund = (tx: Tx, id: string) => sql.findRefund(tx, id);

/** By the operator. Reverses a refund that was recorded by mistake, or whose money came back. Codes: `already_reversed`. */
export async function reverseRefund(
  tx: Tx,
  by: Actor,
  { found, input: { reason }, now }: { found: sql.RefundRow; input: RefundReverse; now: Date },
): Promise<WholesaleRefund> {
  await sql.lockTerms(tx, found.partner_id);
  const payment = await lockedPayment(tx, found.payment_id);
  if (payment.reversed_at !== null)
    throw fail('already_reversed', 'The payment has been reversed since, so the refund can’t be reversed.');
  const refund = await sql.reverseRefund(tx, found.id, { on: dayAt(now.getTime(), ZONE), reason });
  if (!refund) throw fail('already_reversed', 'This refund has already been reversed.');
  await settleAccount(tx, { partnerId: payment.partner_id, currency: payment.currency });
  const reversed = toRefund(refund, payment.currency);
  const { amount, currency, paidOn, method, reference } = reversed;
  await recordEvent(tx, by, {
    action: 'wholesale_payment.refund_reversed',
    target: { kind: 'wholesale_payment', id: payment.id },
    partnerId: payment.partner_id,
    before: { refund: amount, currency, paidOn, method, reference, reason: refund.reason },
    after: { reason },
  });
  return reversed;
}

/** The part of a refund that the partner's credit would cover, and the invoices that would be due again. Codes: those of a refund. */
export async function previewRefund(
  tx: Tx,
  row: sql.PaymentRow,
  { amount }: { amount: string },
  now: Date,
): Promise<RefundPreview> {
  const { currency, partner_id: partnerId } = row;
  const amountMinor = checkedRefund(row, { amount, paidOn: dayAt(now.getTime(), ZONE) }, now);
  const { creditMinor, reopened } = await refundEffect(tx, { partnerId, currency }, { row, amountMinor });
  const invoices: RefundPreview['invoices'] = [];
  for (const { id, amountMinor: dueMinor } of reopened) {
    const invoice = await sql.findInvoice(tx, id);
    if (invoice)
      invoices.push({
        invoiceId: id,
        invoiceNumber: documentNumber('wholesale', invoice.number),
        amount: amountText(dueMinor, currency),
        dueOn: invoice.due_on,
        isOverdue: invoice.overdue_at <= now,
      });
  }
  return {
    fromCredit: amountText(creditMinor, currency),
    reopened: amountText(amountMinor - creditMinor, currency),
    invoices,
  };
}

/** The amount in the minor unit, if so much can have gone back. */
function checkedRefund(row: sql.PaymentRow, input: { amount: string; paidOn: string }, now: Date): number {
  if (row.reversed_at !== null) throw fail('already_reversed', 'This payment has been reversed.');
  return readRefund(input, {
    currency: row.currency,
    today: dayAt(now.getTime(), ZONE),
    leftMinor: Number(row.amount_minor) - Number(row.refunded_minor),
  });
}
