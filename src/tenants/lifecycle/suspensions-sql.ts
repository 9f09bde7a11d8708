import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import type { Database } from '../../platform/db/schema.ts';
import type { Reasons } from '../../status/rules.ts';

export type SuspensionRow = Selectable<Database['suspensions']>;

/** Replaces an earlier row of the same reason. */
export async function putSuspension(tx: Tx, row: Omit<SuspensionRow, 'at'>): Promise<void> {
  const { tenant_id, by_operator, reason, ...why } = row;
  await sql`insert into suspensions (tenant_id, by_operator, reason, note, actor_id, actor_email, actor_role)
    values (${tenant_id}, ${by_operator}, ${reason}, ${why.note}, ${why.actor_id}, ${why.actor_email}, ${why.actor_role})
    on conflict (tenant_id, by_operator, reason) do update set note = excluded.note, actor_id = excluded.actor_id,
      actor_email = excluded.actor_email, actor_role = excluded.actor_role, at = now()`.execute(tx);
}

export async function saveSuspensions(tx: Tx, tenantId: string, left: Reasons): Promise<void> {
  await sql`delete from suspensions where tenant_id = ${tenantId}
    and reason <> all(case when by_operator then ${left.operator}::text[] else ${left.own}::text[] end)`.execute(tx);
}

/** Those visible to the transaction: the operator sees its own, a partner those of its tenant. */
export function listSuspensions(tx: Tx, tenantId: string): Promise<SuspensionRow[]> {
  const query = tx.selectFrom('suspensions').selectAll().where('tenant_id', '=', tenantId);
  return query.orderBy('at').orderBy('by_operator').orderBy('reason').execute();
}
