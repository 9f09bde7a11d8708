import { type Insertable, type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { keyset, type SortColumn } from '../../platform/db/keyset.ts';
import { allRows, oneRow } from '../../platform/db/rows.ts';
import type { Database } from '../../platform/db/schema.ts';
import type { SortedPage } from '../../platform/http/paging.ts';
import { FlowContent } from '../content/graph-contract.ts';

type Table = Database['flow_versions'];
export type VersionRow = Selectable<Table>;
export type ListedVersion = Omit<VersionRow, 'content' | 'uses' | 'goes_to'>;

export const VERSION_SORTS = {
  number: { by: sql`v.number`, type: 'integer', of: (row) => String(row.number) },
} as const satisfies Record<string, SortColumn<ListedVersion>>;

export function listVersions(
  tx: Tx,
  flowId: string,
  query: SortedPage<keyof typeof VERSION_SORTS>,
): Promise<ListedVersion[]> {
  const { rows: place, order } = keyset(VERSION_SORTS[query.sort], query.descending, query.after, sql`v.id`);
  const statement = sql<ListedVersion>`select v.id, v.flow_id, v.tenant_id, v.number, v.note, v.published_at, v.published_by,
      v.publisher, v.editors, v.restores, v.override_reason, v.changes
    from flow_versions v where v.flow_id = ${flowId} and ${place} order by ${order} limit ${query.limit + 1}`;
  return allRows(tx, statement);
}

export async function countVersions(tx: Tx, flowId: string): Promise<number> {
  return (await oneRow(tx, sql<{ n: number }>`select count(*)::int as n from flow_versions where flow_id = ${flowId}`))
    .n;
}

export async function findVersion(tx: Tx, flowId: string, id: string): Promise<VersionRow | null> {
  const query = tx.selectFrom('flow_versions').selectAll().where('flow_id', '=', flowId).where('id', '=', id);
  return (await query.executeTakeFirst()) ?? null;
}

export async function versionByNumber(tx: Tx, flowId: string, number: number): Promise<VersionRow | null> {
  const query = tx.selectFrom('flow_versions').selectAll().where('flow_id', '=', flowId).where('number', '=', number);
  return (await query.executeTakeFirst()) ?? null;
}

/** The published content; null if nothing is published. */
export async function publishedContent(
  tx: Tx,
  { id, published }: { id: string; published: number | null },
): Promise<FlowContent | null> {
  const version = published === null ? null : await versionByNumber(tx, id, published);
  return version && FlowContent.parse(version.content);
}

export async function latestNumber(tx: Tx, flowId: string): Promise<number> {
  const query = sql<{
    n: number;
  }>`select coalesce(max(number), 0)::int as n from flow_versions where flow_id = ${flowId}`;
  return (await oneRow(tx, query)).n;
}

/** The sounds of a version, by prompt key. */
export async function soundsOfVersion(tx: Tx, flowId: string, number: number): Promise<ReadonlyMap<string, string>> {
  const query = sql<{ prompt: string; hash: string }>`
    select m.prompt, m.hash from flow_version_media m join flow_versions v on v.id = m.version_id
    where v.flow_id = ${flowId} and v.number = ${number}`;
  return new Map((await allRows(tx, query)).map(({ prompt, hash }) => [prompt, hash]));
}

/** Inserts a version with its sounds by prompt key. */
export async function insertVersion(
  tx: Tx,
  row: Omit<Insertable<Table>, 'published_at'>,
  sounds: ReadonlyMap<string, string>,
): Promise<void> {
  await tx
    .insertInto('flow_versions')
    .values({ ...row, published_at: sql<Date>`now()` })
    .execute();
  const media = [...sounds].map(([prompt, hash]) => ({ version_id: row.id, tenant_id: row.tenant_id, prompt, hash }));
  if (media.length > 0) await tx.insertInto('flow_version_media').values(media).execute();
}
