import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import type { Database } from '../../platform/db/schema.ts';

export type AdjustmentRow = Selectable<Database['adjustments']>;
const MAX_SHOWN = 200;

export function listAdjustments(tx: Tx, tenantId: string): Promise<AdjustmentRow[]> {
  const all = tx.selectFrom('adjustments').selectAll().where('tenant_id', '=', tenantId);
  return all.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(MAX_SHOWN).execute();
}

export async function countAdjustments(tx: Tx, tenantId: string): Promise<number> {
  const count = tx.selectFrom('adjustments').select(sql<number>`count(*)::int`.as('n'));
  return (await count.where('tenant_id', '=', tenantId).executeTakeFirstOrThrow()).n;
}

export function findAdjustment(tx: Tx, tenantId: string, id: string): Promise<AdjustmentRow | undefined> {
  const found = tx.selectFrom('adjustments').selectAll().where('tenant_id', '=', tenantId);
  return found.where('id', '=', id).executeTakeFirst();
}

export function insertAdjustment(
  tx: Tx,
  row: {
    id: string;
    partner_id: string;
    tenant_id: string;
    currency: string;
    amount_minor: number;
    description: string;
    day: string;
  },
): Promise<AdjustmentRow> {
  return tx
    .insertInto('adjustments')
    .values({ ...row, kind: 'correction' })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** False if it doesn't exist or is already on an invoice. */
export async function deleteAdjustment(tx: Tx, id: string): Promise<boolean> {
  const open = tx.deleteFrom('adjustments').where('id', '=', id).where('cycle_id', 'is', null);
  const { numDeletedRows } = await open.where('kind', '=', 'correction').executeTakeFirst();
  return numDeletedRows > 0n;
}
