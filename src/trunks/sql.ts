import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../platform/db.ts';
import { keyset, type SortColumn } from '../platform/keyset.ts';
import type { Cursor } from '../platform/paging.ts';
import type { Database } from '../platform/schema.ts';

type Table = Database['trunks'];
export type TrunkRow = Selectable<Table>;

export const SORTS = {
  priority: { by: sql`priority`, type: 'integer', of: (row) => String(row.priority) },
  name: { by: sql`name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  createdAt: { by: sql`created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<TrunkRow>>;

type Wish = {
  search: string | undefined;
  sort: keyof typeof SORTS;
  descending: boolean;
  after: Cursor | null;
  limit: number;
};

const matching = (search: string | undefined) =>
  search
    ? sql<boolean>`(position(lower(${search}) in lower(name)) > 0 or position(lower(${search}) in lower(host)) > 0)`
    : sql<boolean>`true`;

export function listTrunks(tx: Tx, wish: Wish): Promise<TrunkRow[]> {
  const { rows, order } = keyset(SORTS[wish.sort], wish.descending, wish.after, sql`id`);
  return tx
    .selectFrom('trunks')
    .selectAll()
    .where(matching(wish.search))
    .where(rows)
    .orderBy(sql`${order}`)
    .limit(wish.limit + 1)
    .execute();
}

export async function countTrunks(tx: Tx, search: string | undefined): Promise<number> {
  const row = await tx
    .selectFrom('trunks')
    .select(sql<number>`count(*)::int`.as('n'))
    .where(matching(search))
    .executeTakeFirstOrThrow();
  return row.n;
}

export async function findTrunk(tx: Tx, id: string): Promise<TrunkRow | null> {
  return (await tx.selectFrom('trunks').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export function lockTrunk(tx: Tx, id: string): Promise<TrunkRow | undefined> {
  return tx.selectFrom('trunks').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Names are given one at a time, so that a check and the change belong together. */
async function holdNames(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('trunk names'))`.execute(tx);
}

/** Undefined when the name is taken. */
export async function insertTrunk(tx: Tx, trunk: Insertable<Table>): Promise<TrunkRow | undefined> {
  await holdNames(tx);
  return tx
    .insertInto('trunks')
    .values(trunk)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** Undefined when the new name is another's. */
export async function updateTrunk(tx: Tx, id: string, change: Updateable<Table>): Promise<TrunkRow | undefined> {
  if (change.name !== undefined) {
    await holdNames(tx);
    const taken = await tx
      .selectFrom('trunks')
      .select('id')
      .where('name', '=', change.name)
      .where('id', '<>', id)
      .executeTakeFirst();
    if (taken) return undefined;
  }
  return tx
    .updateTable('trunks')
    .set({ ...change, version: sql`version + 1` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
}

export async function deleteTrunk(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('trunks').where('id', '=', id).execute();
}
