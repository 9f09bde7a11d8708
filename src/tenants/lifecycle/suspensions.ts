import type { Tx } from '../../platform/db/db.ts';
import type { Actor } from '../../platform/http/caller.ts';
import type { SuspensionReason } from '../../status/contract.ts';
import type { Suspension } from './suspensions-contract.ts';
import * as sql from './suspensions-sql.ts';

/** Records who suspended a tenant and why, in addition to the reason in the tenant's row. */
export function addSuspension(
  tx: Tx,
  by: Actor,
  tenantId: string,
  { reason, note }: { reason: SuspensionReason; note?: string | undefined },
): Promise<void> {
  return sql.putSuspension(tx, {
    tenant_id: tenantId,
    by_operator: by.role === 'operator',
    reason,
    note: note || null,
    actor_id: by.id,
    actor_email: by.email,
    actor_role: by.role,
  });
}

/** Deletes the suspensions whose reason is no longer in force. */
export const saveSuspensions = sql.saveSuspensions;

function toSuspension(row: sql.SuspensionRow): Suspension {
  const setBy = row.by_operator ? 'operator' : row.actor_role === 'system' ? 'system' : 'partner';
  const { actor_id: id, actor_email: email } = row;
  return {
    reason: row.reason,
    setBy,
    actor: setBy === 'partner' && id !== null && email !== null ? { id, email } : null,
    note: row.note,
    at: row.at.toISOString(),
  };
}

/** The reasons in force, oldest first. */
export async function listSuspensions(tx: Tx, tenantId: string): Promise<Suspension[]> {
  return (await sql.listSuspensions(tx, tenantId)).map(toSuspension);
}
