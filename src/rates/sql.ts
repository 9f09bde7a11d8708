import { type Insertable, type RawBuilder, type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { lockByName } from '../platform/db/named-locks.ts';
import { allRows, firstRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { digitsOf, hasWords, textOf } from '../platform/db/search.ts';
import type { SortedPage } from '../platform/http/paging.ts';

export type RateTableRow = Selectable<Database['rate_tables']>;
export type RateListRow = Selectable<Database['rate_lists']>;
export type RateRow = Selectable<Database['rates']>;

export const TABLE_SORTS = {
  name: { by: sql`name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  createdAt: { by: sql`created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<RateTableRow>>;

export const RATE_SORTS = {
  prefix: { by: sql`prefix collate "C"`, type: 'text', of: (row) => row.prefix },
  destination: { by: sql`destination collate "und-x-icu"`, type: 'text', of: (row) => row.destination },
} as const satisfies Record<string, SortColumn<RateRow>>;

export function listTables(
  tx: Tx,
  { sort, descending, after, limit }: SortedPage<keyof typeof TABLE_SORTS>,
): Promise<RateTableRow[]> {
  const { rows, order } = keyset(TABLE_SORTS[sort], descending, after, sql`id`);
  const query = tx.selectFrom('rate_tables').selectAll().where('kind', '=', 'retail').where(rows);
  return query
    .orderBy(sql`${order}`)
    .limit(limit + 1)
    .execute();
}

export async function countTables(tx: Tx): Promise<number> {
  const count = tx.selectFrom('rate_tables').select(sql<number>`count(*)::int`.as('n'));
  return (await count.where('kind', '=', 'retail').executeTakeFirstOrThrow()).n;
}

/** A table of prices, not wholesale rates. */
export function findTable(tx: Tx, id: string): Promise<RateTableRow | undefined> {
  const table = tx.selectFrom('rate_tables').selectAll().where('id', '=', id);
  return table.where('kind', '=', 'retail').executeTakeFirst();
}

/** A table of wholesale rates. */
export function findWholesaleTable(tx: Tx, partnerId: string, id: string): Promise<RateTableRow | undefined> {
  const table = tx.selectFrom('rate_tables').selectAll().where('id', '=', id).where('partner_id', '=', partnerId);
  return table.where('kind', '<>', 'retail').executeTakeFirst();
}

/** At most one for each direction, that of outgoing calls first. */
export function wholesaleTables(tx: Tx, partnerId: string): Promise<RateTableRow[]> {
  const tables = tx.selectFrom('rate_tables').selectAll().where('partner_id', '=', partnerId);
  return tables.where('kind', '<>', 'retail').orderBy('kind', 'desc').execute();
}

/** The current row, locked until this transaction ends, so that imports into one table run one after the other. Nothing else waits for it. */
export function lockForLists(tx: Tx, id: string): Promise<RateTableRow | undefined> {
  return tx.selectFrom('rate_tables').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
}

/** The current row, locked until this transaction ends, also against being referenced. */
export function lockTable(tx: Tx, id: string): Promise<RateTableRow | undefined> {
  return tx.selectFrom('rate_tables').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** The ones that exist, locked so that they can't be deleted. */
export async function lockTables(tx: Tx, ids: string[]): Promise<Pick<RateTableRow, 'id' | 'name' | 'currency'>[]> {
  if (ids.length === 0) return [];
  const tables = tx.selectFrom('rate_tables').select(['id', 'name', 'currency']).where('id', 'in', ids);
  return tables.orderBy('id').forKeyShare().execute();
}

/** Undefined if the partner has a table with this name, or one of this kind of wholesale. */
export function insertTable(
  tx: Tx,
  table: Pick<Insertable<Database['rate_tables']>, 'partner_id' | 'name' | 'currency' | 'kind'> & { id: string },
): Promise<RateTableRow | undefined> {
  const insert = tx.insertInto('rate_tables').values(table);
  return insert
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** Serializes changes of a partner's table names, so that no name is taken between the check and the change. */
export async function lockNames(tx: Tx, partnerId: string): Promise<void> {
  await lockByName(tx, `rate tables of ${partnerId}`);
}

export async function nameIsTaken(tx: Tx, name: string, exceptId: string): Promise<boolean> {
  const query = tx.selectFrom('rate_tables').select('id').where('name', '=', name).where('id', '<>', exceptId);
  return (await query.executeTakeFirst()) !== undefined;
}

export function renameTable(tx: Tx, id: string, name: string): Promise<RateTableRow> {
  const update = tx
    .updateTable('rate_tables')
    .set({ name, version: sql<number>`version + 1` })
    .where('id', '=', id);
  return update.returningAll().executeTakeFirstOrThrow();
}

export async function deleteTable(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('rate_tables').where('id', '=', id).execute();
}

/** Lists of tables, and whether each is in effect at an instant or begins later. */
export type Lists = (RateListRow & { holds: boolean })[];

/** For each table, the list in effect at an instant and the next one. */
export function listsOf(tx: Tx, tableIds: string[], at: Date): Promise<Lists> {
  const query = sql<Lists[number]>`
    select distinct on (table_id, holds) * from (
      select *, valid_from <= ${at} as holds from rate_lists where table_id = any(${tableIds}::uuid[])) as lists
    order by table_id, holds, case when holds then -1 else 1 end * extract(epoch from valid_from)`;
  return allRows(tx, query);
}

/** The list in effect at an instant. */
export function listAt(tx: Tx, tableId: string, at: Date): Promise<RateListRow | undefined> {
  const query = tx.selectFrom('rate_lists').selectAll().where('table_id', '=', tableId).where('valid_from', '<=', at);
  return query.orderBy('valid_from', 'desc').limit(1).executeTakeFirst();
}

/** The latest first. */
export function versionsOf(tx: Tx, tableId: string, most: number): Promise<RateListRow[]> {
  const query = tx.selectFrom('rate_lists').selectAll().where('table_id', '=', tableId);
  return query.orderBy('valid_from', 'desc').limit(most).execute();
}

export function findVersion(tx: Tx, tableId: string, listId: string): Promise<RateListRow | undefined> {
  const query = tx.selectFrom('rate_lists').selectAll().where('table_id', '=', tableId);
  return query.where('id', '=', listId).executeTakeFirst();
}

/** Undefined if the table already has a list from that instant. */
export function insertList(
  tx: Tx,
  list: { id: string; partner_id: string; table_id: string; valid_from: Date; rates: number },
): Promise<RateListRow | undefined> {
  const insert = tx.insertInto('rate_lists').values(list);
  return insert
    .onConflict((conflict) => conflict.columns(['table_id', 'valid_from']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** Matches words of the destination, or the first digits of the prefix in any notation. */
const found = (search: string | undefined): RawBuilder<boolean> => {
  if (search === undefined || search === '') return sql<boolean>`true`;
  const words = hasWords(textOf('destination'), search);
  const digits = digitsOf(search, null);
  return digits === null ? words : sql<boolean>`(starts_with(prefix, ${digits}) or ${words})`;
};

export function listRates(
  tx: Tx,
  listId: string,
  search: string | undefined,
  { sort, descending, after, limit }: SortedPage<keyof typeof RATE_SORTS>,
): Promise<RateRow[]> {
  const { rows, order } = keyset(RATE_SORTS[sort], descending, after, sql`id`);
  const query = tx.selectFrom('rates').selectAll().where('list_id', '=', listId).where(found(search)).where(rows);
  return query
    .orderBy(sql`${order}`)
    .limit(limit + 1)
    .execute();
}

export async function countRates(tx: Tx, listId: string, search: string | undefined): Promise<number> {
  const count = tx.selectFrom('rates').select(sql<number>`count(*)::int`.as('n'));
  return (await count.where('list_id', '=', listId).where(found(search)).executeTakeFirstOrThrow()).n;
}

/** The rate of each number by its longest prefix, in one list, without numbers that have none. */
export function longestRates(tx: Tx, listId: string, numbers: string[]): Promise<(RateRow & { number: string })[]> {
  const query = sql<RateRow & { number: string }>`
    select n.number, found.* from unnest(${numbers}::text[]) as n(number) cross join lateral (
      select r.* from rates r where r.list_id = ${listId}
        and r.prefix = any (array(select substr(n.number, 2, length) from generate_series(1, least(15, length(n.number) - 1)) length))
      order by length(r.prefix) desc limit 1) as found`;
  return allRows(tx, query);
}

/** The rate of the longest of these prefixes. */
export function longestRate(tx: Tx, listId: string, prefixes: string[]): Promise<RateRow | undefined> {
  const query = tx.selectFrom('rates').selectAll().where('list_id', '=', listId).where('prefix', 'in', prefixes);
  return query
    .orderBy(sql`length(prefix)`, 'desc')
    .limit(1)
    .executeTakeFirst();
}

type TableRate = RateRow & { table_id: string; table_name: string; currency: string };

/** The rate of the longest of these prefixes in all of the partner's price tables; the first table by name if several have it. */
export function longestRateOfAll(tx: Tx, prefixes: string[], at: Date): Promise<TableRate | undefined> {
  const query = sql<TableRate>`
    select r.*, t.id as table_id, t.name as table_name, t.currency from rate_tables t
      cross join lateral (
        select id from rate_lists where table_id = t.id and valid_from <= ${at} order by valid_from desc limit 1) list
      join rates r on r.list_id = list.id and r.prefix = any(${prefixes}::text[])
    where t.kind = 'retail' order by length(r.prefix) desc, t.name collate "und-x-icu", t.id limit 1`;
  return firstRow(tx, query);
}
