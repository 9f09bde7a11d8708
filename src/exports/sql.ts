import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import type { Database } from '../platform/db/schema.ts';

export type ExportRow = Selectable<Database['exports']>;

export function findExport(tx: Tx, tenantId: string): Promise<ExportRow | undefined> {
  return tx.selectFrom('exports').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();
}

export function startExport(tx: Tx, start: { tenant_id: string; id: string; requested_at: Date }): Promise<ExportRow> {
  const anew = { id: start.id, requested_at: start.requested_at, ready_at: null, bytes: null, downloaded_by: null };
  return tx
    .insertInto('exports')
    .values({ ...anew, tenant_id: start.tenant_id })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(anew))
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function finishExport(tx: Tx, id: string, bytes: number): Promise<void> {
  await tx
    .updateTable('exports')
    .set({ ready_at: sql<Date>`now()`, bytes: String(bytes) })
    .where('id', '=', id)
    .execute();
}

export async function setDownloader(tx: Tx, id: string, by: string | null): Promise<void> {
  await tx.updateTable('exports').set({ downloaded_by: by }).where('id', '=', id).execute();
}

export async function deleteExport(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('exports').where('id', '=', id).execute();
}
