import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { PREPARED } from '../platform/db/prepared-statements.ts';
import { allRows, firstRow, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { hasWords, searchedDigits, textOf } from '../platform/db/search.ts';
import type { SortedPage } from '../platform/http/paging.ts';
import type { Entry } from './contract.ts';

export type ListRow = Selectable<Database['number_lists']> & { entries: number };
export type EntryRow = Selectable<Database['number_list_entries']>;

const withCount = (rows: RawBuilder<unknown>) =>
  sql`select l.*, (select count(*)::int from number_list_entries e where e.list_id = l.id) as entries from ${rows} l`;

export const SORTS = {
  name: { by: sql`l.name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  createdAt: { by: sql`l.created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<ListRow>>;

const matching = (search: string | undefined) => (search ? hasWords(textOf('l.name'), search) : sql`true`);

export function listLists(
  tx: Tx,
  query: { search: string | undefined } & SortedPage<keyof typeof SORTS>,
): Promise<ListRow[]> {
  const { rows: place, order } = keyset(SORTS[query.sort], query.descending, query.after, sql`l.id`);
  const page = sql`(select * from number_lists l where ${matching(query.search)} and ${place} order by ${order} limit ${query.limit + 1})`;
  return allRows(tx, sql<ListRow>`${withCount(page)} order by ${order}`);
}

export async function countLists(tx: Tx, search?: string): Promise<number> {
  return (await oneRow(tx, sql<{ n: number }>`select count(*)::int as n from number_lists l where ${matching(search)}`))
    .n;
}

export async function findList(tx: Tx, id: string): Promise<ListRow | null> {
  return (await firstRow(tx, sql<ListRow>`${withCount(sql`(select * from number_lists where id = ${id})`)}`)) ?? null;
}

export async function listsAmong(tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('number_lists')
    .select('id')
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(({ id }) => id);
}

export async function insertList(tx: Tx, row: { id: string; tenant_id: string; name: string }): Promise<void> {
  await tx.insertInto('number_lists').values(row).execute();
}

export async function touchList(tx: Tx, id: string, change: { name?: string } = {}): Promise<void> {
  await tx
    .updateTable('number_lists')
    .set({ ...change, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute();
}

export async function deleteList(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('number_list_entries').where('list_id', '=', id).execute();
  await tx.deleteFrom('number_lists').where('id', '=', id).execute();
}

export const ENTRY_SORTS = {
  number: { by: sql`e.number`, type: 'text', of: (row) => row.number },
} as const satisfies Record<string, SortColumn<EntryRow>>;

/** Matches words of the note, or part of a number in any notation. `listId`: null for all lists of the tenant. */
async function entriesMatching(
  tx: Tx,
  listId: string | null,
  search: string | undefined,
): Promise<RawBuilder<unknown>> {
  const ofList = listId === null ? sql`true` : sql`e.list_id = ${listId}`;
  if (!search) return ofList;
  const digits = await searchedDigits(tx, search);
  const words = hasWords(textOf('e.note'), search);
  return digits === null
    ? sql`${ofList} and ${words}`
    : sql`${ofList} and (${words} or e.number like ${`%${digits}%`})`;
}

export async function listEntries(
  tx: Tx,
  query: { listId: string | null; search: string | undefined } & SortedPage<keyof typeof ENTRY_SORTS>,
): Promise<EntryRow[]> {
  const { rows: place, order } = keyset(ENTRY_SORTS[query.sort], query.descending, query.after, sql`e.id`);
  const matches = await entriesMatching(tx, query.listId, query.search);
  const statement = sql<EntryRow>`select * from number_list_entries e
    where ${matches} and ${place} order by ${order} limit ${query.limit + 1}`;
  return allRows(tx, statement);
}

export async function countEntries(tx: Tx, listId: string | null, search?: string): Promise<number> {
  const matches = await entriesMatching(tx, listId, search);
  const count = sql<{ n: number }>`select count(*)::int as n from number_list_entries e where ${matches}`;
  return (await oneRow(tx, count)).n;
}

export function entriesOf(tx: Tx, listId: string): Promise<EntryRow[]> {
  return tx.selectFrom('number_list_entries').selectAll().where('list_id', '=', listId).execute();
}

export async function findEntry(tx: Tx, listId: string, id: string): Promise<EntryRow | null> {
  const query = tx.selectFrom('number_list_entries').selectAll().where('id', '=', id).where('list_id', '=', listId);
  return (await query.executeTakeFirst()) ?? null;
}

/** Adds entries, and updates the notes of existing ones. */
export async function saveEntries(
  tx: Tx,
  list: { id: string; tenantId: string },
  entries: readonly Entry[],
): Promise<void> {
  await sql`insert into number_list_entries (id, list_id, tenant_id, number, is_prefix, note)
    select r.id, ${list.id}, ${list.tenantId}, r.number, r."isPrefix", r.note
    from json_to_recordset(${JSON.stringify(entries)}) as r (id uuid, number text, "isPrefix" boolean, note text)
    on conflict (list_id, number, is_prefix) do update set note = excluded.note`.execute(tx);
}

export async function deleteEntry(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('number_list_entries').where('id', '=', id).execute();
}

/** Whether a list contains one of the prefixes of a number, of which the last is the number itself. Null: the tenant has no such list. */
export async function listHas(
  tx: Tx,
  tenantId: string,
  { listId, number, beginnings }: { listId: string; number: string; beginnings: readonly string[] },
): Promise<boolean | null> {
  const query = sql<{ found: boolean }>`${PREPARED}
    select exists (select from number_list_entries e where e.list_id = l.id and e.number = any(${beginnings}::text[])
      and (e.is_prefix or e.number = ${number})) as found
    from number_lists l where l.tenant_id = ${tenantId} and l.id = ${listId}`;
  return (await firstRow(tx, query))?.found ?? null;
}

export async function isContact(tx: Tx, tenantId: string, number: string): Promise<boolean> {
  const query = sql<{ found: boolean }>`${PREPARED}
    select exists (select from address_book_numbers n where n.tenant_id = ${tenantId} and n.number = ${number}) as found`;
  return (await firstRow(tx, query))?.found ?? false;
}
