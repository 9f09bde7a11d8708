import type { Selectable } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import type { Database } from '../../platform/db/schema.ts';

/** Invoices of the partner, oldest number first. */
export function invoicesById(tx: Tx, ids: readonly string[]): Promise<Selectable<Database['invoices']>[]> {
  return tx.selectFrom('invoices').selectAll().where('id', 'in', ids).orderBy('number').execute();
}
