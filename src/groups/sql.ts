import { type Insertable, type RawBuilder, type Selectable, sql, type Updateable } from 'kysely';
import type { Target } from '../destinations/contract.ts';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { allRows, firstRow, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { hasWords, textOf } from '../platform/db/search.ts';
import type { SortedPage } from '../platform/http/paging.ts';
import type { Member } from './contract.ts';

type Table = Database['ring_groups'];
export type GroupRow = Selectable<Table> & { members: Member[] };

const withMembers = (rows: RawBuilder<unknown>) => sql`
  select g.*, (select coalesce(json_agg(case when m.number is null then json_build_object('kind', 'extension', 'id', m.extension_id)
      else json_build_object('kind', 'external', 'number', m.number) end order by m.position), '[]')
    from ring_group_members m where m.group_id = g.id) as members
  from ${rows} g`;

export const SORTS = {
  // at most 7 digits, sorted as numbers
  number: { by: sql`g.number::integer`, type: 'integer', of: (row) => row.number },
  name: { by: sql`g.name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  createdAt: { by: sql`g.created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<GroupRow>>;

const matching = (search: string | undefined) => (search ? hasWords(textOf('g.number', 'g.name'), search) : sql`true`);

export function listGroups(
  tx: Tx,
  query: { search: string | undefined } & SortedPage<keyof typeof SORTS>,
): Promise<GroupRow[]> {
  const { rows: place, order } = keyset(SORTS[query.sort], query.descending, query.after, sql`g.id`);
  const page = sql`(select * from ring_groups g where ${matching(query.search)} and ${place} order by ${order} limit ${query.limit + 1})`;
  return allRows(tx, sql<GroupRow>`${withMembers(page)} order by ${order}`);
}

export async function countGroups(tx: Tx, search: string | undefined): Promise<number> {
  return (await oneRow(tx, sql<{ n: number }>`select count(*)::int as n from ring_groups g where ${matching(search)}`))
    .n;
}

export async function findGroup(tx: Tx, id: string): Promise<GroupRow | null> {
  return (await firstRow(tx, sql<GroupRow>`${withMembers(sql`(select * from ring_groups where id = ${id})`)}`)) ?? null;
}

export async function insertGroup(tx: Tx, row: Insertable<Table>): Promise<void> {
  await tx.insertInto('ring_groups').values(row).execute();
}

export async function updateGroup(tx: Tx, id: string, change: Updateable<Table>): Promise<void> {
  await tx
    .updateTable('ring_groups')
    .set({ ...change, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute();
}

export async function deleteGroup(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('ring_group_members').where('group_id', '=', id).execute();
  await tx.deleteFrom('ring_groups').where('id', '=', id).execute();
}

export async function replaceMembers(
  tx: Tx,
  group: { id: string; tenantId: string },
  members: Member[],
): Promise<void> {
  await tx.deleteFrom('ring_group_members').where('group_id', '=', group.id).execute();
  const rows = members.map((member, position) => ({
    group_id: group.id,
    position,
    tenant_id: group.tenantId,
    extension_id: member.kind === 'extension' ? member.id : null,
    number: member.kind === 'external' ? member.number : null,
  }));
  if (rows.length > 0) await tx.insertInto('ring_group_members').values(rows).execute();
}

type Name = { id: string; number: string; name: string };

export function nameOf(tx: Tx, tenantId: string, id: string): Promise<Name | undefined> {
  const query = tx.selectFrom('ring_groups').select(['id', 'number', 'name']).where('id', '=', id);
  return query.where('tenant_id', '=', tenantId).executeTakeFirst();
}

/** The groups that an extension is a member of. */
export function groupsWithMember(tx: Tx, extensionId: string): Promise<Name[]> {
  const ids = tx.selectFrom('ring_group_members').select('group_id').where('extension_id', '=', extensionId);
  return tx
    .selectFrom('ring_groups')
    .select(['id', 'number', 'name'])
    .where('id', 'in', ids)
    .orderBy('number')
    .execute();
}

/** The groups that fall back to the target. */
export function groupsFallingBackTo(tx: Tx, { kind, id }: Target): Promise<Name[]> {
  const query = tx.selectFrom('ring_groups').select(['id', 'number', 'name']).where('fallback_target_id', '=', id);
  return query.where('fallback_kind', '=', kind).orderBy('number').execute();
}

export async function removeMember(tx: Tx, extensionId: string): Promise<void> {
  await sql`with removed as (delete from ring_group_members where extension_id = ${extensionId} returning group_id)
    update ring_groups set version = version + 1 where id in (select group_id from removed)`.execute(tx);
}

export async function clearFallback(tx: Tx, { kind, id }: Target): Promise<void> {
  await tx
    .updateTable('ring_groups')
    .set({ fallback_kind: 'none', fallback_target_id: null, version: sql<number>`version + 1` })
    .where('fallback_target_id', '=', id)
    .where('fallback_kind', '=', kind)
    .execute();
}
