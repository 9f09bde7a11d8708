import { sql } from 'kysely';
import type { Place } from '../flows/walk.ts';
import type { Tx } from '../platform/db/db.ts';

/** A flow's name and its tenant's partner. */
export async function flowOf(
  tx: Tx,
  tenantId: string,
  flowId: string,
): Promise<{ name: string; partnerId: string } | undefined> {
  const query = tx
    .selectFrom('flows')
    .innerJoin('tenants', 'tenants.id', 'flows.tenant_id')
    .select(['flows.name', 'tenants.partner_id as partnerId'])
    .where('flows.id', '=', flowId)
    .where('flows.tenant_id', '=', tenantId);
  return query.executeTakeFirst();
}

/** Whether the audit trail has it since then. Two calls at the same moment report it one after the other. */
export async function isReported(tx: Tx, tenantId: string, { flowId, nodeId }: Place, since: Date): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${flowId} ${nodeId}`}, 0))`.execute(tx);
  const query = tx
    .selectFrom('audit_events')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('action', '=', 'flow.target_missing')
    .where('target_id', '=', flowId)
    .where(sql<boolean>`after->>'nodeId' = ${nodeId}`)
    .where('at', '>', since);
  return (await query.executeTakeFirst()) !== undefined;
}
