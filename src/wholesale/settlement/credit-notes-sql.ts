import { type Insertable, type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { oneRow } from '../../platform/db/rows.ts';
import type { Database } from '../../platform/db/schema.ts';

export type CreditNoteRow = Selectable<Database['wholesale_credit_notes']> & { invoice_number: number };

const notes = (tx: Tx) =>
  tx
    .selectFrom('wholesale_credit_notes as n')
    .innerJoin('wholesale_invoices as i', 'i.id', 'n.invoice_id')
    .selectAll('n')
    .select('i.number as invoice_number');

export const findCreditNote = (tx: Tx, id: string): Promise<CreditNoteRow | undefined> =>
  notes(tx).where('n.id', '=', id).executeTakeFirst();

export const creditNotesOf = (tx: Tx, invoiceId: string): Promise<CreditNoteRow[]> =>
  notes(tx).where('n.invoice_id', '=', invoiceId).orderBy('n.number').execute();

export async function insertCreditNote(tx: Tx, row: Insertable<Database['wholesale_credit_notes']>): Promise<void> {
  await tx.insertInto('wholesale_credit_notes').values(row).execute();
}

/**
 * Takes the next number, and the day of issue, which is never before that of the previous number. The counter is locked until the transaction ends,
 * so call this last.
 */
export const takeNumber = (tx: Tx, today: string): Promise<{ number: number; issued_on: string }> =>
  oneRow(
    tx,
    sql<{ number: number; issued_on: string }>`
      update wholesale_settings set last_credit_note = last_credit_note + 1, last_credit_note_on = greatest(last_credit_note_on, ${today}::date)
      returning last_credit_note as number, last_credit_note_on as issued_on`,
  );
