import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db/db.ts';
import { allRows } from '../platform/db/rows.ts';

export async function findHoldMusic(
  tx: Tx,
  tenantId: string,
): Promise<{ media_id: string | null; version: number } | undefined> {
  const query = tx.selectFrom('hold_music').select(['media_id', 'version']).where('tenant_id', '=', tenantId);
  return query.executeTakeFirst();
}

export async function putHoldMusic(tx: Tx, tenantId: string, mediaId: string | null): Promise<void> {
  await tx
    .insertInto('hold_music')
    .values({ tenant_id: tenantId, media_id: mediaId })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet({ media_id: mediaId, version: sql`hold_music.version + 1` }),
    )
    .execute();
}

export async function usersOf(tx: Tx, mediaIds: readonly string[]): Promise<{ tenantId: string; mediaId: string }[]> {
  const query = tx
    .selectFrom('hold_music')
    .select(['tenant_id', 'media_id'])
    .where('media_id', 'in', [...mediaIds]);
  return (await query.execute()).flatMap(({ tenant_id: tenantId, media_id: mediaId }) =>
    mediaId === null ? [] : [{ tenantId, mediaId }],
  );
}

export async function releaseMedia(tx: Tx, mediaId: string): Promise<void> {
  await tx
    .updateTable('hold_music')
    .set({ media_id: null, version: sql<number>`version + 1` })
    .where('media_id', '=', mediaId)
    .execute();
}

export type OwnMusic = { tenantId: string; hash: string };

export function ownHoldMusic(db: Db): Promise<OwnMusic[]> {
  return allRows(db, sql<OwnMusic>`select tenant_id as "tenantId", hash from own_hold_music()`);
}
