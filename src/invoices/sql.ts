import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import type { Database } from '../platform/db/schema.ts';
import { hasWords } from '../platform/db/search.ts';
import type { Page } from '../platform/http/paging.ts';
import type { InvoiceStatus } from './contract.ts';

export type InvoiceRow = Selectable<Database['invoices']>;

export const BY_NUMBER = {
  by: sql`number`,
  type: 'integer',
  of: (row) => String(row.number),
} as const satisfies SortColumn<{ id: string; number: number }>;

export type Filter = {
  tenantId?: string | undefined;
  status?: InvoiceStatus | 'overdue' | undefined;
  search?: string | undefined;
  now: Date;
};

/** The condition for overdue invoices in lists, sums and reminders. */
export const isOverdue = (now: Date): RawBuilder<boolean> => sql<boolean>`status = 'open' and overdue_at <= ${now}`;

/** The billed name, and the number as documents show it. */
const SEARCHED = sql`(billed ->> 'name') || chr(10) || 'INV-' || lpad(number::text, greatest(5, length(number::text)), '0')`;

function found({ tenantId, status, search, now }: Filter): RawBuilder<boolean> {
  const conditions = [
    ...(tenantId === undefined ? [] : [sql`tenant_id = ${tenantId}`]),
    ...(status === undefined ? [] : [status === 'overdue' ? isOverdue(now) : sql`status = ${status}`]),
    ...(search === undefined || search === '' ? [] : [hasWords(SEARCHED, search)]),
  ];
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

export function listInvoices(tx: Tx, filter: Filter, { descending, after, limit }: Page): Promise<InvoiceRow[]> {
  const { rows, order } = keyset(BY_NUMBER, descending, after, sql`id`);
  const query = tx.selectFrom('invoices').selectAll().where(found(filter)).where(rows);
  return query
    .orderBy(sql`${order}`)
    .limit(limit + 1)
    .execute();
}

export async function countInvoices(tx: Tx, filter: Filter): Promise<number> {
  const count = tx.selectFrom('invoices').select(sql<number>`count(*)::int`.as('n'));
  return (await count.where(found(filter)).executeTakeFirstOrThrow()).n;
}

export function overdueInvoices(tx: Tx, tenantId: string, now: Date): Promise<InvoiceRow[]> {
  const overdue = tx.selectFrom('invoices').selectAll().where('tenant_id', '=', tenantId).where(isOverdue(now));
  return overdue.orderBy('due_on').orderBy('number').execute();
}

export function findInvoice(tx: Tx, id: string): Promise<InvoiceRow | undefined> {
  return tx.selectFrom('invoices').selectAll().where('id', '=', id).executeTakeFirst();
}

export function newestInvoice(tx: Tx, tenantId: string): Promise<InvoiceRow | undefined> {
  const newest = tx.selectFrom('invoices').selectAll().where('tenant_id', '=', tenantId).orderBy('number', 'desc');
  return newest.limit(1).executeTakeFirst();
}

/** The current row, locked until this transaction ends, so that payments and credit notes of an invoice are processed one after the other. */
export function lockInvoice(tx: Tx, id: string): Promise<InvoiceRow | undefined> {
  return tx.selectFrom('invoices').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Stores what has been credited and paid of an invoice, and its status. */
export async function setSettled(tx: Tx, id: string, settled: { credited: number; paid: number }): Promise<void> {
  await tx
    .updateTable('invoices')
    .set({ credited_minor: settled.credited, paid_minor: settled.paid })
    .where('id', '=', id)
    .execute();
}

export async function findFile(tx: Tx, documentId: string): Promise<Buffer | undefined> {
  const file = tx.selectFrom('invoice_files').select('content').where('document_id', '=', documentId);
  return (await file.executeTakeFirst())?.content;
}

/** Stores the file unless there is one. */
export async function storeFile(
  tx: Tx,
  file: { document_id: string; partner_id: string; tenant_id: string; sha256: Buffer; content: Buffer },
): Promise<void> {
  await tx
    .insertInto('invoice_files')
    .values(file)
    .onConflict((conflict) => conflict.column('document_id').doNothing())
    .execute();
}
