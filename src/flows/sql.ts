import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { allRows, firstRow, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { hasWords } from '../platform/db/search.ts';
import type { SortedPage } from '../platform/http/paging.ts';

type Table = Database['flows'];
export type FlowRow = Selectable<Table> & { published_at: Date | null; publisher: string | null };

/** Lists leave the content of drafts out: it can be large. */
export type ListedFlow = Pick<
  FlowRow,
  'id' | 'name' | 'number' | 'version' | 'created_at' | 'published' | 'published_at' | 'publisher' | 'missed'
> & { has_draft: boolean };

export const SORTS = {
  name: { by: sql`f.name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  // at most 7 digits, sorted as numbers; flows without one come first
  number: { by: sql`coalesce(f.number::integer, 0)`, type: 'integer', of: (row) => row.number ?? '0' },
  createdAt: { by: sql`f.created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<ListedFlow>>;

type Filter = { search: string | undefined; published: boolean };

/** A flow without a number is found by its name. */
const NAMED = sql`coalesce(f.number, '') || chr(10) || f.name`;

const matching = ({ search, published }: Filter) => sql`
  ${search ? hasWords(NAMED, search) : sql`true`} and ${published ? sql`f.published is not null` : sql`true`}`;

const withVersion = sql`left join flow_versions v on v.flow_id = f.id and v.number = f.published`;

export function listFlows(tx: Tx, query: Filter & SortedPage<keyof typeof SORTS>): Promise<ListedFlow[]> {
  const { rows: place, order } = keyset(SORTS[query.sort], query.descending, query.after, sql`f.id`);
  const statement = sql<ListedFlow>`select f.id, f.name, f.number, f.version, f.created_at, f.published, v.published_at,
      v.publisher, f.missed, f.draft is not null as has_draft
    from flows f ${withVersion} where ${matching(query)} and ${place} order by ${order} limit ${query.limit + 1}`;
  return allRows(tx, statement);
}

export async function countFlows(tx: Tx, filter: Filter): Promise<number> {
  return (await oneRow(tx, sql<{ n: number }>`select count(*)::int as n from flows f where ${matching(filter)}`)).n;
}

export async function findFlow(tx: Tx, id: string): Promise<FlowRow | null> {
  const query = sql<FlowRow>`
    select f.*, v.published_at, v.publisher from flows f ${withVersion} where f.id = ${id}`;
  return (await firstRow(tx, query)) ?? null;
}

export async function insertFlow(tx: Tx, row: Insertable<Table>): Promise<void> {
  await tx.insertInto('flows').values(row).execute();
}

export async function updateFlow(tx: Tx, id: string, change: Updateable<Table>): Promise<void> {
  await tx.updateTable('flows').set(change).where('id', '=', id).execute();
}

/** Deletes a flow with its versions and statistics. */
export async function deleteFlow(tx: Tx, id: string): Promise<void> {
  const versions = tx.selectFrom('flow_versions').select('id').where('flow_id', '=', id);
  await tx.deleteFrom('flow_version_media').where('version_id', 'in', versions).execute();
  await tx.deleteFrom('flow_statistics').where('flow_id', '=', id).execute();
  await tx.updateTable('flows').set({ published: null }).where('id', '=', id).execute();
  await tx.deleteFrom('flow_versions').where('flow_id', '=', id).execute();
  await tx.deleteFrom('flows').where('id', '=', id).execute();
}

type Name = { id: string; number: string | null; name: string };

export function publishedName(tx: Tx, tenantId: string, id: string): Promise<Name | undefined> {
  const query = tx.selectFrom('flows').select(['id', 'number', 'name']).where('id', '=', id);
  return query.where('tenant_id', '=', tenantId).where('published', 'is not', null).executeTakeFirst();
}

/** The flows whose published version or draft uses one of these objects, each with the object. Uses of a flow by itself are left out. */
export function flowsUsing(tx: Tx, ids: readonly string[]): Promise<(Name & { used: string })[]> {
  const query = sql<Name & { used: string }>`select f.id, f.number, f.name, u.id as used
    from unnest(${[...ids]}::uuid[]) as u(id) join flows f on f.id <> u.id and (u.id = any(f.draft_uses)
      or exists (select from flow_versions v where v.flow_id = f.id and v.number = f.published and u.id = any(v.uses)))
    order by f.name, f.id`;
  return allRows(tx, query);
}

/** The tenant's flows, published or not. */
export async function flowIds(tx: Tx): Promise<string[]> {
  return (await tx.selectFrom('flows').select('id').execute()).map(({ id }) => id);
}

/** The published content of each flow. */
export function publishedContents(tx: Tx): Promise<{ id: string; content: unknown }[]> {
  const query = sql<{ id: string; content: unknown }>`
    select f.id, v.content from flows f join flow_versions v on v.flow_id = f.id and v.number = f.published order by f.id`;
  return allRows(tx, query);
}
