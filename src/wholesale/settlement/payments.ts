import type { z } from 'zod';
import { dueMinor } from '../../invoices/invoices.ts';
import { documentNumber } from '../../invoices/rules.ts';
import { readAmount } from '../../payments/amount.ts';
import type { Tx } from '../../platform/db/db.ts';
import { recordEvent } from '../../platform/db/events.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { errorFactory } from '../../platform/http/errors.ts';
import { dayAt } from '../../platform/time/zoned-days.ts';
import { newId } from '../../platform/values/ids.ts';
import {
  wholesaleBillErrors,
  type WholesalePayment,
  type WholesalePaymentCreate,
  type WholesalePaymentReverse,
} from '../contract.ts';
import { toPayment } from '../invoices.ts';
import * as sql from '../sql.ts';
import { ZONE } from '../terms.ts';
import { settleAccount } from './settlement.ts';

const fail = errorFactory(wholesaleBillErrors);

export const findPayment = (tx: Tx, id: string) => sql.findPayment(tx, id);

/** By the operator. Codes: `payment_too_high`, `invalid` (an amount of 0 or finer than the currency, a day to come). */
export async function recordPayment(
  tx: Tx,
  by: Actor,
  { found, input, now }: { found: sql.InvoiceRow; input: z.output<typeof WholesalePaymentCreate>; now: Date },
): Promise<WholesalePayment> {
  const invoice = await sql.lockInvoice(tx, { id: found.id, partnerId: found.partner_id });
  const amountMinor = readAmount(input, {
    currency: invoice.currency,
    today: dayAt(now.getTime(), ZONE),
    dueMinor: dueMinor(invoice),
    mayExceed: input.overpayment === 'keep',
  });
  const id = newId();
  await sql.insertPayment(tx, {
    id,
    partner_id: invoice.partner_id,
    invoice_id: invoice.id,
    amount_minor: amountMinor,
    paid_on: input.paidOn,
    method: input.method,
    reference: input.reference,
  });
  await settleAccount(tx, { partnerId: invoice.partner_id, currency: invoice.currency });
  const payment = await readPayment(tx, id);
  const { amount, currency, paidOn, method, reference } = payment;
  await recordEvent(tx, by, {
    action: 'wholesale_payment.recorded',
    target: { kind: 'wholesale_payment', id },
    partnerId: invoice.partner_id,
    after: { invoice: documentNumber('wholesale', invoice.number), amount, currency, paidOn, method, reference },
  });
  return payment;
}

/** By the operator. Takes back all that has not been paid back. Codes: `already_reversed`, `already_refunded`. */
export async function reversePayment(
  tx: Tx,
  by: Actor,
  { row, input: { reason }, now }: { row: sql.PaymentRow; input: z.output<typeof WholesalePaymentReverse>; now: Date },
): Promise<WholesalePayment> {
  const invoice = await sql.lockInvoice(tx, { id: row.invoice_id, partnerId: row.partner_id });
  const present = await lockedPayment(tx, row.id);
  if (Number(present.refunded_minor) === Number(present.amount_minor))
    throw fail('already_refunded', 'This payment has been refunded in full.');
  if (!(await sql.markReversed(tx, row.id, { on: dayAt(now.getTime(), ZONE), reason })))
    throw fail('already_reversed', 'This payment has already been reversed.');
  await settleAccount(tx, { partnerId: invoice.partner_id, currency: invoice.currency });
  const payment = await readPayment(tx, row.id);
  await recordEvent(tx, by, {
    action: 'wholesale_payment.reversed',
    target: { kind: 'wholesale_payment', id: row.id },
    partnerId: row.partner_id,
    before: {
      invoice: documentNumber('wholesale', invoice.number),
      amount: payment.amount,
      currency: payment.currency,
    },
    after: { reason },
  });
  return payment;
}

/** The row as it is now that the partner's account is locked. */
export async function lockedPayment(tx: Tx, id: string): Promise<sql.PaymentRow> {
  const row = await sql.findPayment(tx, id);
  if (!row) throw new Error(`Payment ${id} was not found after its account was locked.`);
  return row;
}

async function readPayment(tx: Tx, id: string): Promise<WholesalePayment> {
  const row = await lockedPayment(tx, id);
  return toPayment(row, await sql.refundsOf(tx, row.invoice_id));
}
