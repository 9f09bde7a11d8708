import type { z } from 'zod';
import { documentNumber } from '../invoices/rules.ts';
import { readAmount } from '../payments/amount.ts';
import { MOST_ENTRIES, periodOf, statementOf } from '../payments/statement.ts';
import type { Statement, StatementQuery } from '../payments/statement-contract.ts';
import type { Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory } from '../platform/http/errors.ts';
import { newId } from '../platform/values/ids.ts';
import { dayAt } from '../platform/values/zoned-days.ts';
import {
  wholesaleBillErrors,
  type WholesalePayment,
  type WholesalePaymentCreate,
  type WholesalePaymentReverse,
} from './contract.ts';
import { dueMinor } from '../invoices/invoices.ts';
import { toPayment } from './invoices.ts';
import { settleAccount } from './settlement.ts';
import * as sql from './sql.ts';
import { ZONE } from './terms.ts';

const fail = errorFactory(wholesaleBillErrors);

export const findPayment = (tx: Tx, id: string) => sql.findPayment(tx, id);

/** By the operator. Codes: `payment_too_high`, `invalid` (an amount of 0 or finer than the currency, a day to come). */
export async function recordPayment(
  tx: Tx,
  by: Actor,
  found: sql.InvoiceRow,
  input: z.output<typeof WholesalePaymentCreate>,
  now: Date,
): Promise<WholesalePayment> {
  const invoice = await sql.lockInvoice(tx, { id: found.id, partnerId: found.partner_id });
  const amountMinor = readAmount(input, {
    currency: invoice.currency,
    today: dayAt(now.getTime(), ZONE),
    dueMinor: dueMinor(invoice),
    mayExceed: false,
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

/** By the operator. Codes: `already_reversed`. */
export async function reversePayment(
  tx: Tx,
  by: Actor,
  row: sql.PaymentRow,
  { reason }: z.output<typeof WholesalePaymentReverse>,
  now: Date,
): Promise<WholesalePayment> {
  const invoice = await sql.lockInvoice(tx, { id: row.invoice_id, partnerId: row.partner_id });
  if (!(await sql.markReversed(tx, row.id, { on: dayAt(now.getTime(), ZONE), reason })))
    throw fail('already_reversed', 'This payment has been reversed before.');
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

async function readPayment(tx: Tx, id: string): Promise<WholesalePayment> {
  const row = await sql.findPayment(tx, id);
  if (!row) throw new Error(`Payment ${id} was not found after it was written.`);
  return toPayment(row);
}

/** What a partner was charged by the operator and what it paid in a period, by default in twelve months. */
export async function readStatement(
  tx: Tx,
  partnerId: string,
  query: z.output<typeof StatementQuery>,
  now: Date,
): Promise<Statement> {
  const period = periodOf(query, dayAt(now.getTime(), ZONE));
  const entries = await sql.listEntries(tx, partnerId, { ...period, atMost: MOST_ENTRIES });
  const balances = await sql.balancesAt(tx, partnerId, period.to);
  return statementOf(period, entries, balances, ({ kind, number }) =>
    documentNumber(kind === 'credit_note' ? 'wholesale_credit_note' : 'wholesale', number),
  );
}
