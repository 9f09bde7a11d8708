import type { z } from 'zod';
import { taxText } from '../invoices/documents/document-text.ts';
import { exemptionNotes, printDocument, totalsOf } from '../invoices/documents/files.ts';
import { amountText, dueMinor } from '../invoices/invoices.ts';
import { Billed, Seller } from '../invoices/parties-contract.ts';
import type { PrintedDocument } from '../invoices/pdf/document.ts';
import { documentNumber } from '../invoices/rules.ts';
import { TaxLines } from '../invoices/taxes-contract.ts';
import { asPartner, type Db, type Tx } from '../platform/db/db.ts';
import { eachCursor, mapPages } from '../platform/db/each-page.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import type { Cell } from '../platform/escape/csv.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import {
  WHOLESALE_INVOICE_COLUMNS,
  type WholesaleInvoice,
  type WholesaleInvoiceDetail,
  WholesaleInvoiceQuery,
  type WholesalePayment,
  type WholesaleRefund,
} from './contract.ts';
import { storedFile } from './files.ts';
import { wholesaleLineText } from './invoicing/bill.ts';
import { WholesaleLines } from './invoicing/lines-contract.ts';
import { creditNotesOf } from './settlement/credit-notes.ts';
import * as sql from './sql.ts';

export const findInvoice = (tx: Tx, id: string) => sql.findInvoice(tx, id);

export const toInvoice =
  (now: Date) =>
  (row: sql.InvoiceRow): WholesaleInvoice => ({
    id: row.id,
    partnerId: row.partner_id,
    number: documentNumber('wholesale', row.number),
    billedTo: Billed.parse(row.billed).name,
    firstDay: row.first_day,
    lastDay: row.last_day,
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    currency: row.currency,
    net: amountText(Number(row.total_minor) - Number(row.tax_minor), row.currency),
    tax: amountText(row.tax_minor, row.currency),
    total: amountText(row.total_minor, row.currency),
    credited: amountText(row.credited_minor, row.currency),
    paid: amountText(row.paid_minor, row.currency),
    due: amountText(dueMinor(row), row.currency),
    status: row.status,
    isOverdue: row.status === 'open' && row.overdue_at <= now,
  });

export const toRefund = (row: sql.RefundRow, currency: string): WholesaleRefund => ({
  id: row.id,
  paymentId: row.payment_id,
  currency,
  amount: amountText(row.amount_minor, currency),
  paidOn: row.paid_on,
  method: row.method,
  reference: row.reference,
  reason: row.reason,
  reversal: row.reversed_at === null ? null : { at: row.reversed_at.toISOString(), reason: row.reversal_reason ?? '' },
  createdAt: row.created_at.toISOString(),
});

/** `refunds`: those of the invoice. */
export const toPayment = (row: sql.PaymentRow, refunds: readonly sql.RefundRow[]): WholesalePayment => ({
  id: row.id,
  invoiceId: row.invoice_id,
  currency: row.currency,
  amount: amountText(row.amount_minor, row.currency),
  paidOn: row.paid_on,
  method: row.method,
  reference: row.reference,
  reversal: row.reversed_at === null ? null : { at: row.reversed_at.toISOString(), reason: row.reversal_reason ?? '' },
  refunded: amountText(row.refunded_minor, row.currency),
  refunds: refunds
    .filter(({ payment_id: paymentId }) => paymentId === row.id)
    .map((refund) => toRefund(refund, row.currency)),
  createdAt: row.created_at.toISOString(),
});

export async function readDetail(tx: Tx, row: sql.InvoiceRow, now: Date): Promise<WholesaleInvoiceDetail> {
  const payments = await sql.paymentsOf(tx, row.id);
  const standing = payments.filter(({ reversed_at: at }) => at === null);
  const refunds = await sql.refundsOf(tx, row.id);
  const received = standing.reduce((sum, one) => sum + Number(one.amount_minor) - Number(one.refunded_minor), 0);
  const fromOthers = Number(row.paid_minor) - received;
  return {
    ...shownOf(row, now),
    paidByCredit: amountText(Math.max(0, fromOthers), row.currency),
    becameCredit: amountText(Math.max(0, -fromOthers), row.currency),
    payments: payments.map((payment) => toPayment(payment, refunds)),
    creditNotes: await creditNotesOf(tx, row.id),
  };
}

const shownOf = (row: sql.InvoiceRow, now: Date) => ({
  ...toInvoice(now)(row),
  seller: Seller.parse(row.seller),
  billedEmail: Billed.parse(row.billed).email,
  lines: WholesaleLines.parse(row.lines).map((line) => wholesaleLineText(line, row.currency)),
  taxes: TaxLines.parse(row.taxes).map((tax) => taxText(tax, row.currency)),
  exemption: row.exemption,
});

export async function listInvoices(
  tx: Tx,
  partnerId: string,
  query: z.output<typeof WholesaleInvoiceQuery>,
  now: Date,
) {
  const page = readPage<'number'>(query);
  const rows = await sql.listInvoices(tx, partnerId, page);
  const total = await sql.countInvoices(tx, partnerId);
  return toPage({ rows, limit: page.limit, total }, cursorBy<sql.InvoiceRow>(sql.BY_NUMBER), toInvoice(now));
}

/** All invoices of a partner, page by page, each page in its own transaction. */
export function exportInvoices(db: Db, partnerId: string, now: Date): AsyncGenerator<Cell[][]> {
  const pages = eachCursor(200, (page) =>
    asPartner(db, partnerId, (tx) => listInvoices(tx, partnerId, WholesaleInvoiceQuery.parse(page), now)),
  );
  return mapPages(pages, (invoice): Cell[] => WHOLESALE_INVOICE_COLUMNS.map((column) => invoice[column]));
}

/** The PDF of an invoice as it was mailed; before that, as it will be. */
export const invoiceFile = async (tx: Tx, row: sql.InvoiceRow): Promise<Buffer> =>
  (await storedFile(tx, row.id)) ?? printDocument(printed(row));

function printed(row: sql.InvoiceRow): PrintedDocument {
  const invoice = shownOf(row, row.created_at);
  return {
    ...invoice,
    title: 'Invoice',
    facts: [
      { name: 'Issued', value: invoice.issuedOn },
      { name: 'Due', value: invoice.dueOn },
      { name: 'Period (UTC)', value: `${invoice.firstDay} to ${invoice.lastDay}` },
    ],
    totals: [{ name: 'Net', value: invoice.net }, ...totalsOf(row)],
    notes: exemptionNotes(invoice.exemption),
  };
}
