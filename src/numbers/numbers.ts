import type { Tx } from '../platform/db/db.ts';
import type { Did, Routing, TenantDid } from './contract.ts';
import { toColumns, toRouting } from './destinations.ts';
import { ageingUntil } from './rules.ts';
import * as sql from './sql.ts';

export { numbersOf } from './sql.ts';

/** A number that a cancelled tenant had, with what it takes to give it back as it was. */
export type ReleasedNumber = { didId: string; number: string; routing: Routing };

export function toDid(row: sql.DidRow, now: Date): Did {
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    tenantId: row.tenant_id,
    tenantName: row.tenant_name,
    releasedAt: row.released_at?.toISOString() ?? null,
    lastTenantId: row.last_tenant_id,
    lastTenantName: row.last_tenant_name,
    ageingUntil: ageingUntil({ status: row.status, releasedAt: row.released_at }, now)?.toISOString() ?? null,
    version: row.version,
  };
}

export function toTenantDid(row: Omit<sql.DidRow, 'tenant_name'>): TenantDid {
  return { id: row.id, number: row.number, status: row.status, routing: toRouting(row), version: row.version };
}

/**
 * Takes every number from a tenant that is being cancelled: back into the inventory, assignable at once. Returns what `restoreNumbers` needs.
 * The caller holds the tenant's row, its transaction sees tenant and partner, and its own audit row names the numbers.
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
  return byNumber.map((row) => ({ didId: row.id, number: row.number, routing: toRouting(row) }));
}

/** What became of the numbers that a cancelled tenant had. */
export type Returned<N extends ReleasedNumber = ReleasedNumber> = { restored: N[]; lost: N[] };

/** Which of a cancelled tenant's numbers would come back now, and which went to somebody else meanwhile. */
export async function freeAgain<N extends ReleasedNumber>(
  tx: Tx,
  tenantId: string,
  released: N[],
): Promise<Returned<N>> {
  return sortOut(await sql.findDids(tx, idsOf(released)), tenantId, released);
}

/**
 * Gives a tenant that comes back its numbers, as far as they are still free, with their routing: nothing that they led to can have gone
 * while the tenant was cancelled. The caller holds the tenant's row.
 */
export async function restoreNumbers<N extends ReleasedNumber>(
  tx: Tx,
  tenantId: string,
  released: N[],
): Promise<Returned<N>> {
  const found = sortOut(await sql.lockDids(tx, idsOf(released)), tenantId, released);
  const rows = found.restored.map(({ didId, routing }) => ({ didId, ...toColumns(routing) }));
  if (rows.length > 0) await sql.restoreDids(tx, tenantId, rows);
  return found;
}

const idsOf = (released: ReleasedNumber[]): string[] => released.map(({ didId }) => didId);

function sortOut<N extends ReleasedNumber>(rows: sql.DidRow[], tenantId: string, released: N[]): Returned<N> {
  const free = new Set(
    rows.filter((row) => row.status === 'UNASSIGNED' && row.last_tenant_id === tenantId).map((row) => row.id),
  );
  return {
    restored: released.filter(({ didId }) => free.has(didId)),
    lost: released.filter(({ didId }) => !free.has(didId)),
  };
}
