import type { z } from 'zod';
import { findPaidAttempt, requireKeys } from '../cards/card-payments.ts';
import { toProviderMoney } from '../cards/rules.ts';
import { amountText, dueMinor, findInvoice } from '../invoices/invoices.ts';
import { documentNumber } from '../invoices/rules.ts';
import { paymentErrors, type Refund } from '../payments/contract.ts';
import { eventOf, lockedPayment, type PaymentRow, toRefund } from '../payments/payments.ts';
import { splitRefund } from '../payments/refunds.ts';
import { addJob, type Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { lockTenantForStatus } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, fail as failPlatform } from '../platform/http/errors.ts';
import { decimalsOf, tooFine } from '../platform/values/currencies.ts';
import { minorOf } from '../platform/values/money.ts';
import { checkManualRefund } from './by-hand.ts';
import { refundErrors, type RefundCreate, type RefundPreview, type RefundPreviewQuery } from './contract.ts';
import { isDisputed } from './rules.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...refundErrors, ...paymentErrors });

/**
 * Queues a refund; a job asks the provider, so that no transaction waits for it. Requests at the same time are processed one after the other, and
 * refunds in progress count as refunded. Codes: `already_reversed`, `not_refundable`, `payment_disputed`, `card_payments_off`, `refund_too_high`,
 * `invalid`.
 */
export async function startRefund(tx: Tx, by: Actor, found: PaymentRow, input: RefundCreate): Promise<Refund> {
  const tenant = await lockTenantForStatus(tx, found.tenant_id);
  const row = await lockedPayment(tx, found.id);
  const amountMinor = await checkedAmount(tx, row, input.amount);
  const refund = await sql.insertRefund(tx, row, {
    amount_minor: amountMinor,
    reason: input.reason,
    state: 'asked',
  });
  await settleLater(tx, { tenantId: row.tenant_id, refundId: refund.id });
  await recordEvent(tx, by, {
    ...eventOf('payment.refund_started', row, {
      partnerId: row.partner_id,
      tenantId: row.tenant_id,
      isThere: tenant !== undefined,
    }),
    after: {
      invoice: documentNumber('invoice', row.invoice_number),
      amount: amountText(amountMinor, row.currency),
      currency: row.currency,
      card: row.reference,
      reason: input.reason,
    },
  });
  return toRefund(refund, row.currency);
}

/** The codes are those of a refund. */
export async function previewRefund(
  tx: Tx,
  row: PaymentRow,
  query: z.output<typeof RefundPreviewQuery>,
  now: Date,
): Promise<RefundPreview> {
  const amountMinor =
    query.by === 'hand' ? await checkManualRefund(tx, row, query, now) : await checkedAmount(tx, row, query.amount);
  const { creditMinor, shares } = await splitRefund(tx, row, amountMinor);
  const text = (minor: number) => amountText(minor, row.currency);
  const invoices: RefundPreview['invoices'] = [];
  for (const { id, amountMinor: taken } of shares) {
    const invoice = await findInvoice(tx, id);
    if (!invoice) continue;
    // a credit note may have turned some of what was paid into credit
    const left = dueMinor(invoice) + Math.min(taken, Number(invoice.paid_minor));
    const isOverdue = left > 0 && invoice.overdue_at <= now;
    const invoiceNumber = documentNumber('invoice', invoice.number);
    if (left > 0) invoices.push({ invoiceId: id, invoiceNumber, amount: text(left), dueOn: invoice.due_on, isOverdue });
  }
  return { fromCredit: text(creditMinor), reopened: text(amountMinor - creditMinor), invoices };
}

/** The job can run twice. */
export const settleLater = (tx: Tx, { tenantId, refundId }: { tenantId: string; refundId: string }): Promise<void> =>
  addJob(tx, 'settle_refund', { tenantId, refundId }, { key: `settle_refund:${refundId}` });

/** The amount in the minor unit, if that much can be refunded. */
async function checkedAmount(tx: Tx, row: PaymentRow, amount: string): Promise<number> {
  const minor = minorOf(amount, decimalsOf(row.currency));
  if (minor === null) throw invalid(tooFine(row.currency));
  if (minor === 0) throw invalid('Enter an amount above 0.');
  if (row.reversed_at !== null) throw fail('already_reversed', 'This payment has been reversed.');
  const attempt = await findPaidAttempt(tx, row.id);
  if (!attempt || attempt.charge_id === null)
    throw fail('not_refundable', 'Only payments that were made by card here can be refunded to their card.');
  if (isDisputed(attempt))
    throw fail('payment_disputed', 'The cardholder’s bank disputes this payment. Respond at Stripe.');
  await requireKeys(tx, row.partner_id);
  if (minor > Number(row.refundable_minor)) {
    const left = `${amountText(row.refundable_minor, row.currency)} ${row.currency}`;
    throw fail('refund_too_high', 'That is more than can be refunded to the card.', {
      errors: [{ path: 'amount', message: `${left} can be refunded.` }],
    });
  }
  if (!toProviderMoney(minor, row.currency)) throw invalid('Stripe can’t refund exactly this amount.');
  return minor;
}

const invalid = (message: string) =>
  failPlatform('invalid', 'This can’t be refunded.', { errors: [{ path: 'amount', message }] });
