import { type Insertable, type Selectable, sql } from 'kysely';
import { balancesOf, lastEntries } from '../platform/db/account-entries.ts';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import type { Database } from '../platform/db/schema.ts';
import type { Page } from '../platform/http/paging.ts';

export type SettingsRow = Selectable<Database['wholesale_settings']>;
export type TermsRow = Selectable<Database['wholesale_terms']>;
export type InvoiceRow = Selectable<Database['wholesale_invoices']>;
export type RefundRow = Selectable<Database['wholesale_refunds']>;
/** `refunded_minor`: what has been paid back of it, without refunds that were reversed. */
export type PaymentRow = Selectable<Database['wholesale_payments']> & { currency: string; refunded_minor: string };

export const BY_NUMBER = {
  by: sql`number`,
  type: 'integer',
  of: (row) => String(row.number),
} as const satisfies SortColumn<{ id: string; number: number }>;

export const readSettings = (tx: Tx): Promise<SettingsRow> =>
  tx.selectFrom('wholesale_settings').selectAll().executeTakeFirstOrThrow();

/** The row as it is now, locked until this transaction ends. */
export const lockSettings = (tx: Tx): Promise<SettingsRow> =>
  tx.selectFrom('wholesale_settings').selectAll().forUpdate().executeTakeFirstOrThrow();

type Identity = Pick<SettingsRow, 'legal_name' | 'address' | 'tax_ids' | 'footer'>;
export async function putSettings(tx: Tx, settings: Identity): Promise<void> {
  await tx
    .updateTable('wholesale_settings')
    .set({ ...settings, version: sql`version + 1` })
    .execute();
}

export function findTerms(tx: Tx, partnerId: string): Promise<TermsRow | undefined> {
  return tx.selectFrom('wholesale_terms').selectAll().where('partner_id', '=', partnerId).executeTakeFirst();
}

/** Locks the terms of a partner, so that its cycles are made and invoiced one after the other. */
export function lockTerms(tx: Tx, partnerId: string): Promise<TermsRow | undefined> {
  return tx
    .selectFrom('wholesale_terms')
    .selectAll()
    .where('partner_id', '=', partnerId)
    .forUpdate()
    .executeTakeFirst();
}

export async function putTerms(
  tx: Tx,
  partnerId: string,
  terms: Omit<Insertable<Database['wholesale_terms']>, 'partner_id' | 'version'>,
): Promise<void> {
  await tx
    .insertInto('wholesale_terms')
    .values({ partner_id: partnerId, ...terms })
    .onConflict((conflict) =>
      conflict.column('partner_id').doUpdateSet({ ...terms, version: sql`wholesale_terms.version + 1` }),
    )
    .execute();
}

export function listInvoices(tx: Tx, partnerId: string, { descending, after, limit }: Page): Promise<InvoiceRow[]> {
  const { rows, order } = keyset(BY_NUMBER, descending, after, sql`id`);
  const query = tx.selectFrom('wholesale_invoices').selectAll().where('partner_id', '=', partnerId).where(rows);
  return query
    .orderBy(sql`${order}`)
    .limit(limit + 1)
    .execute();
}

export async function countInvoices(tx: Tx, partnerId: string): Promise<number> {
  const count = tx.selectFrom('wholesale_invoices').select(sql<number>`count(*)::int`.as('n'));
  return (await count.where('partner_id', '=', partnerId).executeTakeFirstOrThrow()).n;
}

export function findInvoice(tx: Tx, id: string): Promise<InvoiceRow | undefined> {
  return tx.selectFrom('wholesale_invoices').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The current row. The partner's terms are locked with it: what changes its account comes one after the other. */
export async function lockInvoice(tx: Tx, { id, partnerId }: { id: string; partnerId: string }): Promise<InvoiceRow> {
  await lockTerms(tx, partnerId);
  return tx.selectFrom('wholesale_invoices').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
}

/** Open invoices of a partner that are due by a day, the oldest first. */
export function dueInvoices(tx: Tx, partnerId: string, day: string): Promise<InvoiceRow[]> {
  const open = tx.selectFrom('wholesale_invoices').selectAll().where('partner_id', '=', partnerId);
  return open.where('status', '=', 'open').where('due_on', '<=', day).orderBy('due_on').orderBy('number').execute();
}

/** False if it has been given before. */
export async function insertReminder(tx: Tx, row: Insertable<Database['wholesale_reminders']>): Promise<boolean> {
  const inserted = tx.insertInto('wholesale_reminders').values(row);
  const { numInsertedOrUpdatedRows } = await inserted.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

const payments = (tx: Tx) =>
  tx
    .selectFrom('wholesale_payments as p')
    .innerJoin('wholesale_invoices as i', 'i.id', 'p.invoice_id')
    .selectAll('p')
    .select('i.currency')
    .select(
      sql<string>`(select coalesce(sum(r.amount_minor), 0)::bigint from wholesale_refunds r where r.payment_id = p.id and r.reversed_at is null)`.as(
        'refunded_minor',
      ),
    );

export const findPayment = (tx: Tx, id: string): Promise<PaymentRow | undefined> =>
  payments(tx).where('p.id', '=', id).executeTakeFirst();

export const paymentsOf = (tx: Tx, invoiceId: string): Promise<PaymentRow[]> =>
  payments(tx).where('p.invoice_id', '=', invoiceId).orderBy('p.created_at').orderBy('p.id').execute();

export async function insertPayment(tx: Tx, row: Insertable<Database['wholesale_payments']>): Promise<void> {
  await tx.insertInto('wholesale_payments').values(row).execute();
}

/** What has been paid back of an invoice's payments, the oldest first. */
export const refundsOf = (tx: Tx, invoiceId: string): Promise<RefundRow[]> =>
  tx
    .selectFrom('wholesale_refunds as r')
    .innerJoin('wholesale_payments as p', 'p.id', 'r.payment_id')
    .selectAll('r')
    .where('p.invoice_id', '=', invoiceId)
    .orderBy('r.created_at')
    .orderBy('r.id')
    .execute();

export const insertRefund = (tx: Tx, row: Insertable<Database['wholesale_refunds']>): Promise<RefundRow> =>
  tx.insertInto('wholesale_refunds').values(row).returningAll().executeTakeFirstOrThrow();

export const findRefund = (tx: Tx, id: string): Promise<RefundRow | undefined> =>
  tx.selectFrom('wholesale_refunds').selectAll().where('id', '=', id).executeTakeFirst();

/** `on`: its day for the books. Statements are in the order of the database's clock, which also gives its time. */
type Reversal = { on: string; reason: string };

/** The refund as it is now; undefined if it had been reversed before. */
export const reverseRefund = (tx: Tx, id: string, { on, reason }: Reversal): Promise<RefundRow | undefined> =>
  tx
    .updateTable('wholesale_refunds')
    .set({ reversed_at: sql<Date>`now()`, reversed_on: on, reversal_reason: reason })
    .where('id', '=', id)
    .where('reversed_at', 'is', null)
    .returningAll()
    .executeTakeFirst();

/** False if it has been reversed before. */
export async function markReversed(tx: Tx, id: string, { on, reason }: Reversal): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('wholesale_payments')
    .set({ reversed_at: sql<Date>`now()`, reversed_on: on, reversal_reason: reason })
    .where('id', '=', id)
    .where('reversed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function findFile(tx: Tx, documentId: string): Promise<Buffer | undefined> {
  const file = tx.selectFrom('wholesale_files').select('content').where('document_id', '=', documentId);
  return (await file.executeTakeFirst())?.content;
}

/** Stores the file unless there is one. */
export async function storeFile(tx: Tx, file: Insertable<Database['wholesale_files']>): Promise<void> {
  await tx
    .insertInto('wholesale_files')
    .values(file)
    .onConflict((conflict) => conflict.column('document_id').doNothing())
    .execute();
}

/** All that changed what a partner owes. */
const entriesOf = (partnerId: string) => sql`
  select currency, 'invoice' as kind, id, issued_on as day, created_at as at, number, '' as reference, total_minor as amount
    from wholesale_invoices where partner_id = ${partnerId}
  union all
  select currency, 'credit_note', id, issued_on, created_at, number, reason, -total_minor from wholesale_credit_notes where partner_id = ${partnerId}
  union all
  select i.currency, 'payment', p.id, p.paid_on, p.created_at, i.number, p.reference, -p.amount_minor
    from wholesale_payments p join wholesale_invoices i on i.id = p.invoice_id where p.partner_id = ${partnerId}
  union all
  select i.currency, 'reversal', p.id, p.reversed_on, p.reversed_at, i.number, p.reversal_reason,
      p.amount_minor - (select coalesce(sum(r.amount_minor), 0) from wholesale_refunds r where r.payment_id = p.id and r.reversed_at is null)
    from wholesale_payments p join wholesale_invoices i on i.id = p.invoice_id where p.partner_id = ${partnerId} and p.reversed_at is not null
  union all
  select i.currency, 'refund', r.id, r.paid_on, r.created_at, i.number, r.reason, r.amount_minor
    from wholesale_refunds r join wholesale_payments p on p.id = r.payment_id join wholesale_invoices i on i.id = p.invoice_id
    where r.partner_id = ${partnerId}
  union all
  select i.currency, 'refund_reversal', r.id, r.reversed_on, r.reversed_at, i.number, r.reversal_reason, -r.amount_minor
    from wholesale_refunds r join wholesale_payments p on p.id = r.payment_id join wholesale_invoices i on i.id = p.invoice_id
    where r.partner_id = ${partnerId} and r.reversed_at is not null`;

/** The last entries of a period in each currency, in their order. */
export const listEntries = (tx: Tx, partnerId: string, period: { from: string; to: string; atMost: number }) =>
  lastEntries(tx, entriesOf(partnerId), period);

/** The balance at the end of a day, in each currency that was ever billed. */
export const balancesAt = (tx: Tx, partnerId: string, day: string) => balancesOf(tx, entriesOf(partnerId), day);
