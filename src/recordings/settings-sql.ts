import { type Insertable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import type { Database } from '../platform/db/schema.ts';

type Values = Omit<Insertable<Database['recording_settings']>, 'tenant_id' | 'version'>;

/** Undefined if nobody has changed the tenant's settings. Numbers that the tenant no longer has are left out. */
export async function findSettings(tx: Tx, tenantId: string) {
  const query = tx.selectFrom('recording_settings').selectAll().where('tenant_id', '=', tenantId);
  const row = await query.executeTakeFirst();
  return row && { ...row, did_ids: await ownNumbers(tx, tenantId, row.did_ids) };
}

/** The tenant's own ones of these numbers. */
export async function ownNumbers(tx: Tx, tenantId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const query = tx.selectFrom('dids').select('id').where('id', 'in', ids).where('tenant_id', '=', tenantId);
  return (await query.orderBy('number').execute()).map(({ id }) => id);
}

export async function putSettings(tx: Tx, tenantId: string, values: Values): Promise<void> {
  await tx
    .insertInto('recording_settings')
    .values({ tenant_id: tenantId, ...values })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet({ ...values, version: sql`recording_settings.version + 1` }),
    )
    .execute();
}

export async function announcing(
  tx: Tx,
  mediaIds: readonly string[],
): Promise<{ tenantId: string; mediaId: string }[]> {
  const query = tx.selectFrom('recording_settings').select(['tenant_id', 'announcement_id']);
  const rows = await query.where('announcement_id', 'in', [...mediaIds]).execute();
  return rows.flatMap(({ tenant_id: tenantId, announcement_id: mediaId }) =>
    mediaId === null ? [] : [{ tenantId, mediaId }],
  );
}

export async function releaseAnnouncement(tx: Tx, mediaId: string): Promise<void> {
  await tx
    .updateTable('recording_settings')
    .set({ announcement_id: null, version: sql<number>`version + 1` })
    .where('announcement_id', '=', mediaId)
    .execute();
}
