import type { TenantStatus } from '../../status/contract.ts';
import type { Tx } from './db.ts';

export type LockedTenant = {
  id: string;
  partnerId: string;
  name: string;
  sipPrefix: string;
  status: TenantStatus;
  sandbox: boolean;
};

/**
 * Locks tenants whose rows, or whose data, are about to change, so that such changes of one tenant run one after the other.
 *
 * To avoid deadlocks, every transaction locks in this order: first tenants, by id; then their data (users, limits, numbers by id, extensions);
 * last the partner's counts by status. The only exception is an outbound call, which first locks its tenant's count of outbound calls, which
 * nothing else locks. Lock a tenant's row with its final strength from the start:
 *
 * - `for update`: its status changes, or it is purged. Never take a weaker lock first: PostgreSQL loses the strength when it follows row versions;
 * - `for no key update`: its data changes;
 * - `for key share`, and nothing stronger in that transaction: its status must not change meanwhile. Admitting a call and registering a phone
 *   wait for a change of status, and for nothing else.
 */
export async function lockTenants(tx: Tx, ids: string[]): Promise<LockedTenant[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('tenants')
    .select(['id', 'partner_id', 'name', 'sip_prefix', 'status', 'sandbox'])
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return rows.map((row) => ({
    id: row.id,
    partnerId: row.partner_id,
    name: row.name,
    sipPrefix: row.sip_prefix,
    status: row.status,
    sandbox: row.sandbox,
  }));
}

const notPurged = (tx: Tx, id: string) =>
  tx
    .selectFrom('tenants')
    .select(['status', 'partner_id as partnerId'])
    .where('id', '=', id)
    .where('purge_started_at', 'is', null);

/** Prevents the purge of a tenant, and changes of its status, until this transaction ends. Undefined if its purge has begun or is over. */
export const lockAgainstPurge = (tx: Tx, id: string) => notPurged(tx, id).forKeyShare().executeTakeFirst();

/** Like `lockAgainstPurge`, for a change of the tenant's data: such changes run one after the other. */
export const lockDataAgainstPurge = (tx: Tx, id: string) => notPurged(tx, id).forNoKeyUpdate().executeTakeFirst();

/** Locks a tenant whose status may change in this transaction (`for update`). Undefined if the tenant was purged. */
export function lockTenantForStatus(tx: Tx, id: string) {
  const tenant = tx.selectFrom('tenants').select(['status', 'suspension_reasons']).where('id', '=', id);
  return tenant.forUpdate().executeTakeFirst();
}
