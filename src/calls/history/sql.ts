import type { Selectable } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import type { Database } from '../../platform/db/schema.ts';

export type CallRecordRow = Selectable<Database['calls']>;

/** Reads the calls with these ids, in the order of the list. */
export async function callRecords(tx: Tx, ids: readonly string[], descending: boolean): Promise<CallRecordRow[]> {
  if (ids.length === 0) return [];
  const direction = descending ? 'desc' : 'asc';
  const query = tx.selectFrom('calls').selectAll().where('id', 'in', ids);
  return query.orderBy('admitted_at', direction).orderBy('id', direction).execute();
}

export async function findCallRecord(tx: Tx, id: string): Promise<CallRecordRow | undefined> {
  return tx.selectFrom('calls').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Reads extensions as they are now, by id. */
export async function extensionsById(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { number: string; name: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom('extensions').select(['id', 'number', 'name']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, ...extension }) => [id, extension]));
}
