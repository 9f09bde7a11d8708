import type { Destination } from '../destinations/contract.ts';
import type { Tx } from '../platform/db/db.ts';
import { isTollFreeNumber } from '../platform/numbers/destination.ts';
import type { StoredAddress } from '../platform/values/address.ts';
import { NO_INTEGRATION_DATA } from '../platform/values/integration-data.ts';
import type { Did, TenantDid } from './contract.ts';
import { routingOf, toRouting, toRoutingColumns } from './destinations.ts';
import { ageingUntil } from './rules.ts';
import * as sql from './sql.ts';

export { numbersOf } from './sql.ts';

/** A released number of a cancelled tenant, with what is needed to restore it. */
export type ReleasedNumber = { didId: string; number: string; routing: Destination; e911Address: StoredAddress | null };

export function toDid(row: sql.DidRow, now: Date): Did {
  return {
    id: row.id,
    number: row.number,
    tollFree: isTollFreeNumber(row.number),
    status: row.status,
    tenantId: row.tenant_id,
    tenantName: row.tenant_name,
    releasedAt: row.released_at?.toISOString() ?? null,
    lastTenantId: row.last_tenant_id,
    lastTenantName: row.last_tenant_name,
    ageingUntil: ageingUntil({ status: row.status, releasedAt: row.released_at }, now)?.toISOString() ?? null,
    ...(row.integration ?? NO_INTEGRATION_DATA),
    version: row.version,
  };
}

export function toTenantDid(row: Omit<sql.DidRow, 'tenant_name'>): TenantDid {
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    routing: toRouting(routingOf(row)),
    e911Address: row.e911_address,
    ...(row.integration ?? NO_INTEGRATION_DATA),
    version: row.version,
  };
}

/**
 * Releases all numbers of a tenant that is being cancelled. They can be assigned again at once. Returns what `restoreNumbers` needs. The caller
 * has locked the tenant's row, its transaction sees tenant and partner, and it records the numbers in its audit event.
 */
export async function releaseAllDids(tx: Tx, tenantId: string, now: Date): Promise<ReleasedNumber[]> {
  const rows = await sql.lockDidsOfTenant(tx, tenantId);
  if (rows.length === 0) return [];
  await sql.releaseDids(
    tx,
    rows.map((row) => row.id),
    now,
  );
  const byNumber = rows.toSorted((one, other) => (one.number < other.number ? -1 : 1));
  return byNumber.map((row) => ({
    didId: row.id,
    number: row.number,
    routing: routingOf(row),
    e911Address: row.e911_address,
  }));
}

/** What happens to the numbers of a cancelled tenant on its return. */
export type RestoredNumbers<N extends ReleasedNumber = ReleasedNumber> = { restored: N[]; lost: N[] };

/** Which numbers of a cancelled tenant are still free, and which have been assigned to another tenant. */
export async function splitByAvailability<N extends ReleasedNumber>(
  tx: Tx,
  tenantId: string,
  released: N[],
): Promise<RestoredNumbers<N>> {
  return split(await sql.findDids(tx, idsOf(released)), tenantId, released);
}

/**
 * Gives a reactivated tenant its numbers back with their routing, as far as they are still free. Their targets still exist, because nothing of
 * a cancelled tenant can be deleted. The caller has locked the tenant's row.
 */
export async function restoreNumbers<N extends ReleasedNumber>(
  tx: Tx,
  tenantId: string,
  released: N[],
): Promise<RestoredNumbers<N>> {
  const found = split(await sql.lockDids(tx, idsOf(released)), tenantId, released);
  const rows = found.restored.map(({ didId, routing, e911Address }) => ({
    didId,
    e911Address,
    ...toRoutingColumns(routing),
  }));
  if (rows.length > 0) await sql.restoreDids(tx, tenantId, rows);
  return found;
}

const idsOf = (released: ReleasedNumber[]): string[] => released.map(({ didId }) => didId);

function split<N extends ReleasedNumber>(rows: sql.DidRow[], tenantId: string, released: N[]): RestoredNumbers<N> {
  const free = new Set(
    rows.filter((row) => row.status === 'UNASSIGNED' && row.last_tenant_id === tenantId).map((row) => row.id),
  );
  return {
    restored: released.filter(({ didId }) => free.has(didId)),
    lost: released.filter(({ didId }) => !free.has(didId)),
  };
}
