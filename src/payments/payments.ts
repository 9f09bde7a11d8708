import type { z } from 'zod';
import { cursorBy } from '../platform/db/keyset.ts';
import type { Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { lockTenantForStatus } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory } from '../platform/http/errors.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { newId } from '../platform/values/ids.ts';
import { dayAt } from '../platform/values/zoned-days.ts';
import { amountText, dueMinor, type InvoiceRow, readLocked } from '../invoices/invoices.ts';
import { Billed } from '../invoices/parties-contract.ts';
import { documentNumber } from '../invoices/rules.ts';
import { readSettings } from '../invoices/settings.ts';
import { payInvoices, takeBack } from '../invoices/settlement.ts';
import { forgetNotices, liftPastDue } from '../past-due/past-due.ts';
import {
  type Payment,
  type PaymentCreate,
  paymentErrors,
  type PaymentQuery,
  type PaymentReverse,
  type TenantPayment,
  type TenantPaymentQuery,
} from './contract.ts';
import { readAmount } from './amount.ts';
import * as sql from './sql.ts';

const fail = errorFactory(paymentErrors);

export const findPayment = (tx: Tx, id: string) => sql.findPayment(tx, id);

/** As the tenant sees it: without the partner's note. */
export function toTenantPayment(row: sql.PaymentRow): TenantPayment {
  const amount = (minor: string) => amountText(minor, row.currency);
  return {
    id: row.id,
    tenantId: row.tenant_id,
    billedTo: Billed.parse(row.billed).name,
    invoiceId: row.invoice_id,
    invoiceNumber: documentNumber('invoice', row.invoice_number),
    currency: row.currency,
    amount: amount(row.amount_minor),
    shares: row.shares.map((share) => ({
      invoiceId: share.id,
      invoiceNumber: documentNumber('invoice', share.number),
      amount: amount(share.amount_minor),
    })),
    toCredit: amount(row.credit_minor),
    paidOn: row.paid_on,
    method: row.method,
    reference: row.reference,
    reversal:
      row.reversed_at === null ? null : { at: row.reversed_at.toISOString(), reason: row.reversal_reason ?? '' },
    createdAt: row.created_at.toISOString(),
  };
}

export const toPayment = (row: sql.PaymentRow): Payment => ({ ...toTenantPayment(row), note: row.note });

export async function listPayments(tx: Tx, query: z.output<typeof PaymentQuery>) {
  return toPage(...(await pageOf(tx, query, query)), toPayment);
}

export async function listTenantPayments(tx: Tx, tenantId: string, query: z.output<typeof TenantPaymentQuery>) {
  return toPage(...(await pageOf(tx, query, { ...query, tenantId })), toTenantPayment);
}

async function pageOf(tx: Tx, query: z.output<typeof TenantPaymentQuery>, filter: sql.Filter) {
  const page = readPage<'createdAt'>(query);
  const rows = await sql.listPayments(tx, filter, page);
  const total = await sql.countPayments(tx, filter);
  return [rows, page.limit, total, cursorBy<sql.PaymentRow>(sql.BY_CREATED)] as const;
}

/** Codes: `payment_too_high`, `invalid` (an amount of 0 or finer than the currency, a day to come). */
export async function recordPayment(
  tx: Tx,
  by: Actor,
  found: InvoiceRow,
  input: PaymentCreate,
  now: Date,
): Promise<Payment> {
  const tenant = await lockTenantForStatus(tx, found.tenant_id);
  const invoice = await readLocked(tx, found.id);
  const amountMinor = await checkedAmount(tx, invoice, input, now);
  const account = { partnerId: invoice.partner_id, tenantId: invoice.tenant_id, currency: invoice.currency };
  const { shares, restMinor } = await payInvoices(tx, account, amountMinor, invoice.id);
  const id = newId();
  await sql.insertPayment(
    tx,
    {
      id,
      partner_id: invoice.partner_id,
      tenant_id: invoice.tenant_id,
      invoice_id: invoice.id,
      currency: invoice.currency,
      amount_minor: amountMinor,
      credit_minor: restMinor,
      paid_on: input.paidOn,
      method: input.method,
      reference: input.reference,
      note: input.note,
    },
    shares,
  );
  const payment = await readPayment(tx, id);
  const { amount, currency, invoiceNumber, paidOn, method, reference, note } = payment;
  await recordEvent(tx, by, {
    ...eventOf('payment.recorded', payment, { ...account, isThere: tenant !== undefined }),
    after: { invoice: invoiceNumber, amount, currency, paidOn, method, reference, note },
  });
  await liftPastDue(tx, account.tenantId, now);
  return payment;
}

/** Codes: `already_reversed`. */
export async function reversePayment(
  tx: Tx,
  by: Actor,
  row: sql.PaymentRow,
  { reason }: z.output<typeof PaymentReverse>,
  now: Date,
): Promise<Payment> {
  const tenant = await lockTenantForStatus(tx, row.tenant_id);
  const account = { partnerId: row.partner_id, tenantId: row.tenant_id, currency: row.currency };
  const { timezone } = await readSettings(tx, row.partner_id);
  const reversal = { on: dayAt(now.getTime(), timezone), reason };
  if (!(await sql.markReversed(tx, row.id, reversal)))
    throw fail('already_reversed', 'This payment has already been reversed.');
  const reopened = await takeBack(tx, account, {
    shares: row.shares.map(({ id, amount_minor }) => ({ id, amountMinor: Number(amount_minor) })),
    creditMinor: Number(row.credit_minor),
  });
  await forgetNotices(tx, reopened);
  const payment = await readPayment(tx, row.id);
  const { amount, currency, invoiceNumber } = payment;
  await recordEvent(tx, by, {
    ...eventOf('payment.reversed', payment, { ...account, isThere: tenant !== undefined }),
    before: { invoice: invoiceNumber, amount, currency },
    after: { reason },
  });
  return payment;
}

/** Invoices outlive their tenant; the trail of a tenant that is gone takes no more events. */
const eventOf = (
  action: string,
  { id }: Payment,
  { partnerId, tenantId, isThere }: { partnerId: string; tenantId: string; isThere: boolean },
) => ({ action, target: { kind: 'payment', id }, partnerId, tenantId: isThere ? tenantId : null });

async function readPayment(tx: Tx, id: string): Promise<Payment> {
  const row = await sql.findPayment(tx, id);
  if (!row) throw new Error(`Payment ${id} was not found after it was written.`);
  return toPayment(row);
}

/** The amount in the minor unit, if it and its day can be right. */
async function checkedAmount(tx: Tx, invoice: InvoiceRow, input: PaymentCreate, now: Date): Promise<number> {
  const { timezone } = await readSettings(tx, invoice.partner_id);
  return readAmount(input, {
    currency: invoice.currency,
    today: dayAt(now.getTime(), timezone),
    dueMinor: dueMinor(invoice),
    mayExceed: input.overpayment === 'keep',
  });
}
