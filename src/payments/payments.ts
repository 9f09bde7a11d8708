import type { z } from 'zod';
import { closeOutdatedPage } from '../cards/open-pages.ts';
import { amountText, dueMinor, type InvoiceRow, readLocked } from '../invoices/invoices.ts';
import { Billed } from '../invoices/parties-contract.ts';
import { documentNumber } from '../invoices/rules.ts';
import { partnerToday } from '../invoices/settings/settings.ts';
import type { Share } from '../invoices/settlement/allocation.ts';
import { type Account, payInvoices, takeBack } from '../invoices/settlement/settlement.ts';
import { forgetNotices, liftPastDue } from '../past-due/past-due.ts';
import type { Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { lockTenantForStatus } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory } from '../platform/http/errors.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { newId } from '../platform/values/ids.ts';
import { readAmount } from './amount.ts';
import {
  type Payment,
  type PaymentCreate,
  paymentErrors,
  type PaymentQuery,
  type PaymentReverse,
  type Refund,
  type TenantPayment,
  type TenantPaymentQuery,
} from './contract.ts';
import * as sql from './sql.ts';

const fail = errorFactory(paymentErrors);

export type { PaymentRow } from './sql.ts';

export const findPayment = (tx: Tx, id: string) => sql.findPayment(tx, id);

/** Whether a refund was recorded by hand: a refund by the payment provider has the provider's id. */
export const isByHand = ({
  state,
  provider_id: providerId,
  by_dispute: byDispute,
}: Pick<sql.RefundLine, 'state' | 'provider_id' | 'by_dispute'>): boolean =>
  providerId === null && !byDispute && (state === 'succeeded' || state === 'reversed');

export const toRefund = (row: sql.RefundLine, currency: string): Refund => ({
  id: row.id,
  amount: amountText(row.amount_minor, currency),
  method: row.method,
  reference: row.reference,
  reason: row.reason,
  state: row.state,
  failure: row.failure,
  byHand: isByHand(row),
  reversal:
    row.reversal_reason === null || row.returned_at === null
      ? null
      : { at: new Date(row.returned_at).toISOString(), reason: row.reversal_reason },
  createdAt: new Date(row.created_at).toISOString(),
});

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
      row.reversed_at === null
        ? null
        : {
            at: row.reversed_at.toISOString(),
            amount: amount(row.reversed_minor ?? row.amount_minor),
            reason: row.reversal_reason ?? '',
          },
    refunded: amount(row.refunded_minor),
    refunds: row.refunds.map((refund) => toRefund(refund, row.currency)),
    createdAt: row.created_at.toISOString(),
  };
}

export const toPayment = (row: sql.PaymentRow): Payment => ({
  ...toTenantPayment(row),
  note: row.note,
  refundable: amountText(row.refundable_minor, row.currency),
  refundableByHand: amountText(row.by_hand_minor, row.currency),
});

export async function listPayments(tx: Tx, query: z.output<typeof PaymentQuery>) {
  return toPage(await pageOf(tx, query, query), BY_CREATED, toPayment);
}

export async function listTenantPayments(tx: Tx, tenantId: string, query: z.output<typeof TenantPaymentQuery>) {
  return toPage(await pageOf(tx, query, { ...query, tenantId }), BY_CREATED, toTenantPayment);
}

async function pageOf(tx: Tx, query: z.output<typeof TenantPaymentQuery>, filter: sql.Filter) {
  const page = readPage<'createdAt'>(query);
  const rows = await sql.listPayments(tx, filter, page);
  const total = await sql.countPayments(tx, filter);
  return { rows, limit: page.limit, total };
}

const BY_CREATED = cursorBy<sql.PaymentRow>(sql.BY_CREATED);

/** Codes: `payment_too_high`, `invalid` (an amount of 0 or finer than the currency, a day in the future). */
export async function recordPayment(
  tx: Tx,
  by: Actor,
  { found, input, now }: { found: InvoiceRow; input: PaymentCreate; now: Date },
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
  await closeOutdatedPage(tx, account.tenantId);
  return payment;
}

/**
 * Takes back what hasn't been refunded. `byDispute`: the payment is reinstated if the dispute is won on appeal. Codes: `already_reversed`,
 * `already_refunded`.
 */
export async function reversePayment(
  tx: Tx,
  by: Actor,
  {
    found,
    input,
    now,
  }: { found: sql.PaymentRow; input: z.output<typeof PaymentReverse> & { byDispute?: boolean }; now: Date },
): Promise<Payment> {
  const { reason, byDispute = false } = input;
  const tenant = await lockTenantForStatus(tx, found.tenant_id);
  const row = await lockedPayment(tx, found.id);
  const amountMinor = Number(row.amount_minor) - Number(row.refunded_minor);
  if (amountMinor === 0) throw fail('already_refunded', 'This payment has been refunded in full.');
  const on = await partnerToday(tx, row.partner_id, now);
  if (!(await sql.markReversed(tx, row.id, { on, reason, amountMinor, byDispute })))
    throw fail('already_reversed', 'This payment has already been reversed.');
  const shares = sharesLeft(row);
  const creditMinor = amountMinor - shares.reduce((sum, share) => sum + share.amountMinor, 0);
  await forgetNotices(tx, await takeBack(tx, accountOf(row), { shares, creditMinor, reason: 'payment_reversed' }));
  const payment = await readPayment(tx, row.id);
  const { amount, currency, invoiceNumber, reversal } = payment;
  await recordEvent(tx, by, {
    ...eventOf('payment.reversed', payment, { ...accountOf(row), isThere: tenant !== undefined }),
    before: { invoice: invoiceNumber, amount, currency },
    after: { reason, reversed: reversal?.amount },
  });
  return payment;
}

/** Invoices outlive their tenant, but the audit log of a purged tenant is closed. */
export const eventOf = (
  action: string,
  { id }: { id: string },
  { partnerId, tenantId, isThere }: { partnerId: string; tenantId: string; isThere: boolean },
) => ({ action, target: { kind: 'payment', id }, partnerId, tenantId: isThere ? tenantId : null });

export const accountOf = ({ partner_id: partnerId, tenant_id: tenantId, currency }: sql.PaymentRow): Account => ({
  partnerId,
  tenantId,
  currency,
});

/** What a payment has paid of each invoice, less refunds. */
export const sharesLeft = ({ shares }: sql.PaymentRow): Share[] =>
  shares.map((share) => ({ id: share.id, amountMinor: Number(share.amount_minor) - Number(share.refunded_minor) }));

export async function lockedPayment(tx: Tx, id: string): Promise<sql.PaymentRow> {
  const row = await sql.lockPayment(tx, id);
  if (!row) throw new Error(`Payment ${id} was not found after it was locked.`);
  return row;
}

async function readPayment(tx: Tx, id: string): Promise<Payment> {
  const row = await sql.findPayment(tx, id);
  if (!row) throw new Error(`Payment ${id} was not found after it was written.`);
  return toPayment(row);
}

/** The amount in the minor unit, if it and its day are possible. */
async function checkedAmount(tx: Tx, invoice: InvoiceRow, input: PaymentCreate, now: Date): Promise<number> {
  return readAmount(input, {
    currency: invoice.currency,
    today: await partnerToday(tx, invoice.partner_id, now),
    dueMinor: dueMinor(invoice),
    mayExceed: input.overpayment === 'keep',
  });
}
