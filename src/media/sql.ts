import { type Insertable, type RawBuilder, type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { allRows, firstRow, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { hasWords, textOf } from '../platform/db/search.ts';
import type { SortedPage } from '../platform/http/paging.ts';
import type { MediaFailure } from './contract.ts';

type Table = Database['media'];
export type MediaRow = Selectable<Table> & { milliseconds: number | null };

export const SORTS = {
  name: { by: sql`m.name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  createdAt: { by: sql`m.created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<MediaRow>>;

const rowsWhere = (condition: RawBuilder<unknown>) => sql`
  select m.*, f.milliseconds from media m left join media_files f on f.tenant_id = m.tenant_id and f.hash = m.hash where ${condition}`;

const matching = (search: string | undefined) => (search ? hasWords(textOf('m.name'), search) : sql`true`);

export function listMedia(
  tx: Tx,
  query: { search: string | undefined } & SortedPage<keyof typeof SORTS>,
): Promise<MediaRow[]> {
  const { rows: place, order } = keyset(SORTS[query.sort], query.descending, query.after, sql`m.id`);
  const condition = sql`${matching(query.search)} and ${place} order by ${order} limit ${query.limit + 1}`;
  return allRows(tx, sql<MediaRow>`${rowsWhere(condition)}`);
}

export async function countMedia(tx: Tx, search: string | undefined): Promise<number> {
  return (await oneRow(tx, sql<{ n: number }>`select count(*)::int as n from media m where ${matching(search)}`)).n;
}

export async function findMedia(tx: Tx, id: string): Promise<MediaRow | null> {
  return (await firstRow(tx, sql<MediaRow>`${rowsWhere(sql`m.id = ${id}`)}`)) ?? null;
}

export async function mediaAmong(
  tx: Tx,
  ids: readonly string[],
): Promise<Pick<MediaRow, 'id' | 'name' | 'pending' | 'failure' | 'hash'>[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('media')
    .select(['id', 'name', 'pending', 'failure', 'hash'])
    .where('id', 'in', [...ids])
    .execute();
}

export async function insertMedia(tx: Tx, row: Insertable<Table>): Promise<void> {
  await tx.insertInto('media').values(row).execute();
}

export async function updateMedia(
  tx: Tx,
  id: string,
  change: Partial<Pick<MediaRow, 'name' | 'source' | 'text' | 'voice' | 'pending' | 'failure' | 'attempts'>>,
): Promise<void> {
  await tx
    .updateTable('media')
    .set({ ...change, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute();
}

export async function deleteMedia(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('media').where('id', '=', id).execute();
}

export async function isNameTaken(tx: Tx, tenantId: string, name: string, except: string): Promise<boolean> {
  const query = tx.selectFrom('media').select('id').where('tenant_id', '=', tenantId).where('id', '<>', except);
  return (await query.where(sql`lower(name)`, '=', sql`lower(${name})`).executeTakeFirst()) !== undefined;
}

/** Counts an attempt of this conversion. Undefined if the sound was deleted or replaced meanwhile. */
export function beginAttempt(tx: Tx, id: string, pending: string) {
  return tx
    .updateTable('media')
    .set({ attempts: sql<number>`attempts + 1` })
    .where('id', '=', id)
    .where('pending', '=', pending)
    .returning(['attempts', 'text', 'voice', 'name'])
    .executeTakeFirst();
}

/** Stores the result of a conversion; false if the sound no longer waits for it. */
export async function finish(
  tx: Tx,
  id: string,
  pending: string,
  result: { hash: string } | { failure: MediaFailure },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('media')
    .set({ pending: null, attempts: 0, ...result, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .where('pending', '=', pending)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The uploaded files that are still to be converted. */
export async function pendingMedia(tx: Tx, tenantId: string): Promise<string[]> {
  const query = tx.selectFrom('media').select('pending').where('tenant_id', '=', tenantId);
  return (await query.where('pending', 'is not', null).execute()).flatMap(({ pending }) => pending ?? []);
}
