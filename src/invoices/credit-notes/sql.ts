import { type Insertable, type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { keyset } from '../../platform/db/keyset.ts';
import type { Database } from '../../platform/db/schema.ts';
import type { Page } from '../../platform/http/paging.ts';
import { BY_NUMBER } from '../sql.ts';

export type CreditNoteRow = Selectable<Database['credit_notes']> & { invoice_number: number };

const withInvoice = (tx: Tx) =>
  tx
    .selectFrom('credit_notes')
    .selectAll()
    .select(sql<number>`(select i.number from invoices i where i.id = credit_notes.invoice_id)`.as('invoice_number'));

export function listCreditNotes(
  tx: Tx,
  invoiceId: string | undefined,
  { descending, after, limit }: Page,
): Promise<CreditNoteRow[]> {
  const { rows, order } = keyset(BY_NUMBER, descending, after, sql`id`);
  const notes = withInvoice(tx).where(rows);
  return (invoiceId === undefined ? notes : notes.where('invoice_id', '=', invoiceId))
    .orderBy(sql`${order}`)
    .limit(limit + 1)
    .execute();
}

export async function countCreditNotes(tx: Tx, invoiceId: string | undefined): Promise<number> {
  const count = tx.selectFrom('credit_notes').select(sql<number>`count(*)::int`.as('n'));
  const ofInvoice = invoiceId === undefined ? count : count.where('invoice_id', '=', invoiceId);
  return (await ofInvoice.executeTakeFirstOrThrow()).n;
}

export function findCreditNote(tx: Tx, id: string): Promise<CreditNoteRow | undefined> {
  return withInvoice(tx).where('id', '=', id).executeTakeFirst();
}

export async function creditedLines(tx: Tx, invoiceId: string): Promise<unknown[]> {
  const notes = tx.selectFrom('credit_notes').select('credited').where('invoice_id', '=', invoiceId);
  return (await notes.execute()).map(({ credited }) => credited);
}

export async function insertCreditNote(tx: Tx, note: Insertable<Database['credit_notes']>): Promise<void> {
  await tx.insertInto('credit_notes').values(note).execute();
}
