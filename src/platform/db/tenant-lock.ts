import type { TenantStatus } from '../../status/contract.ts';
import type { Tx } from './db.ts';

export type LockedTenant = { id: string; partnerId: string; name: string; sipPrefix: string; status: TenantStatus };

/**
 * Locks the rows of tenants that are about to change, or in which something is: such changes of one tenant come one after the other.
 *
 * The lock order, so that no two transactions wait for each other: first tenants, by id; then whatever belongs to them (users, limits,
 * numbers by id, extensions); last the partner's counts by status. Only a call that goes out locks something before a tenant: the count of
 * that tenant's outside lines, which nothing else locks. And a tenant's row is locked in its final strength from the start:
 *
 * - `for update`: its status changes, or it is purged. Never a weaker one first: PostgreSQL forgets its strength where the row's versions are followed;
 * - `for no key update`: something in it changes;
 * - `for key share`, and nothing more in that transaction: its status must not change meanwhile. A call that is admitted and a phone that
 *   registers wait for a change of status, and for nothing else.
 */
export async function lockTenants(tx: Tx, ids: string[]): Promise<LockedTenant[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('tenants')
    .select(['id', 'partner_id', 'name', 'sip_prefix', 'status'])
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
  }));
}
