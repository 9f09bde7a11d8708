import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { PREPARED } from '../platform/db/prepared-statements.ts';
import { firstRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';

export type ManifestRow = Selectable<Database['manifests']>;

export async function insertManifest(
  tx: Tx,
  manifest: { id: string; tenantId: string; kind: ManifestRow['kind']; content: object },
): Promise<void> {
  const { id, tenantId, kind, content } = manifest;
  await tx
    .insertInto('manifests')
    .values({ id, tenant_id: tenantId, kind, content: JSON.stringify(content) })
    .execute();
}

/** Latest first. */
export function listManifests(tx: Tx, tenantId: string): Promise<ManifestRow[]> {
  return tx.selectFrom('manifests').selectAll().where('tenant_id', '=', tenantId).orderBy('id', 'desc').execute();
}

export async function lastDeletion(tx: Tx, tenantId: string): Promise<ManifestRow | undefined> {
  const query = tx.selectFrom('manifests').selectAll().where('tenant_id', '=', tenantId).where('kind', '=', 'deletion');
  return query.orderBy('id', 'desc').limit(1).executeTakeFirst();
}

/** An open manifest grows during the purge; each count is added in the transaction whose rows it counts. */
const OPEN = sql`kind = 'purge' and not content ? 'finishedAt'`;

export async function addToManifest(tx: Tx, tenantId: string, table: string, rows: number): Promise<void> {
  await sql`${PREPARED}update manifests set content = jsonb_set(content, array['removed', ${table}],
      to_jsonb(coalesce((content #>> array['removed', ${table}])::int, 0) + ${rows}::int))
    where tenant_id = ${tenantId} and ${OPEN}`.execute(tx);
}

/** Records the number of files once, before the first is removed, because a purge that was killed has removed some already. */
export async function noteFiles(tx: Tx, tenantId: string, files: number): Promise<void> {
  await sql`update manifests set content = content || jsonb_build_object('files', ${files}::int)
    where tenant_id = ${tenantId} and ${OPEN} and not content ? 'files'`.execute(tx);
}

export async function closeManifest(tx: Tx, tenantId: string, more: object): Promise<Record<string, unknown>> {
  const query = sql<{ content: Record<string, unknown> }>`update manifests
    set content = content || ${JSON.stringify(more)}::jsonb where tenant_id = ${tenantId} and ${OPEN} returning content`;
  const closed = await firstRow(tx, query);
  if (!closed) throw new Error(`The purge of tenant ${tenantId} has no open manifest.`);
  return closed.content;
}
