import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import type { Database } from '../platform/db/schema.ts';

export type ExportRow = Selectable<Database['exports']>;

export function findExport(tx: Tx, tenantId: string): Promise<ExportRow | undefined> {
  return tx.selectFrom('exports').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();
}

/** Locks the tenant against a purge until this transaction ends. False if it does not exist or its purge has begun. */
export async function lockTenant(tx: Tx, tenantId: string): Promise<boolean> {
  const query = tx.selectFrom('tenants').select('purge_started_at').where('id', '=', tenantId).forKeyShare();
  return (await query.executeTakeFirst())?.purge_started_at === null;
}

export function startExport(tx: Tx, start: { tenant_id: string; id: string; requested_at: Date }): Promise<ExportRow> {
  const anew = { id: start.id, requested_at: start.requested_at, ready_at: null, bytes: null };
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

export async function deleteExport(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('exports').where('id', '=', id).execute();
}

export type CallRow = Selectable<Database['calls']> & {
  extension: { id: string; number: string; name: string } | null;
};

/** Call records after the given one, oldest first. */
export function callsAfter(tx: Tx, tenantId: string, after: CallRow | undefined, limit: number): Promise<CallRow[]> {
  let query = tx
    .selectFrom('calls')
    .selectAll()
    .select(
      sql<
        CallRow['extension']
      >`(select json_build_object('id', e.id, 'number', e.number, 'name', e.name) from extensions e where e.id = calls.extension_id)`.as(
        'extension',
      ),
    )
    .where('tenant_id', '=', tenantId);
  if (after) query = query.where(sql<boolean>`(admitted_at, id) > (${after.admitted_at}, ${after.id})`);
  return query.orderBy('admitted_at').orderBy('id').limit(limit).execute();
}
