import type { Tx } from '../platform/db/db.ts';
import type { Did, Routing, TenantDid } from './contract.ts';
import { ageingUntil } from './rules.ts';
import * as sql from './sql.ts';

export { numbersOf } from './sql.ts';

/** A number as a cancelled tenant's manifest keeps it: enough to give it back as it was. */
export type ReleasedNumber = { didId: string; number: string; routing: Routing; callerIdOf: string[] };

export function toRouting(row: {
  routing_kind: string;
  routing_extension_id: string | null;
  routing_number: string | null;
}): Routing {
  if (row.routing_extension_id) return { kind: 'extension', extensionId: row.routing_extension_id };
  if (row.routing_number) return { kind: 'external', number: row.routing_number };
  return { kind: 'none' };
}

export function toDid(row: sql.DidRow, now: Date): Did {
  return {
    id: row.id,
    number: row.number,
    status: row.status as Did['status'],
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
 * Takes every number from a tenant that is being cancelled: back into the inventory, assignable at once. Answers what `restoreDids` needs.
 * The caller holds the tenant's row, its transaction sees tenant and partner, and its own audit row names the numbers.
 */
export async function releaseAllDids(tx: Tx, tenantId: string, now: Date): Promise<ReleasedNumber[]> {
  const rows = await sql.lockDidsOfTenant(tx, tenantId);
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const callers = await sql.callersWith(tx, ids);
  await sql.setCallerId(
    tx,
    callers.map((caller) => caller.id),
    null,
  );
  await sql.releaseDids(tx, ids, now);
  const callersOf = Map.groupBy(callers, (caller) => caller.outbound_did_id);
  const byNumber = rows.toSorted((one, other) => (one.number < other.number ? -1 : 1));
  return byNumber.map((row) => ({
    didId: row.id,
    number: row.number,
    routing: toRouting(row),
    callerIdOf: callersOf.get(row.id)?.map((caller) => caller.id) ?? [],
  }));
}

/** Which of a cancelled tenant's numbers would come back now, and which went to somebody else meanwhile. */
export async function freeAgain(
  tx: Tx,
  tenantId: string,
  kept: ReleasedNumber[],
): Promise<{ restored: string[]; lost: string[] }> {
  return sortOut(await sql.findDids(tx, kept.map(idOf)), tenantId, kept);
}

/** Gives a tenant that comes back its numbers, as far as they are still free, with their routing. The caller holds the tenant's row. */
export async function restoreDids(
  tx: Tx,
  tenantId: string,
  kept: ReleasedNumber[],
): Promise<{ restored: string[]; lost: string[] }> {
  const { restored, lost } = sortOut(await sql.lockDids(tx, kept.map(idOf)), tenantId, kept);
  const back = kept.filter(({ number }) => restored.includes(number));
  if (back.length > 0) {
    await sql.giveBackDids(tx, tenantId, back);
    for (const { didId, callerIdOf } of back) await sql.setCallerId(tx, callerIdOf, didId);
  }
  return { restored, lost };
}

const idOf = (kept: ReleasedNumber): string => kept.didId;

function sortOut(rows: sql.DidRow[], tenantId: string, kept: ReleasedNumber[]): { restored: string[]; lost: string[] } {
  const free = new Set(
    rows.filter((row) => row.status === 'UNASSIGNED' && row.last_tenant_id === tenantId).map((row) => row.id),
  );
  const numbers = (wanted: boolean) => kept.filter((one) => free.has(one.didId) === wanted).map(({ number }) => number);
  return { restored: numbers(true), lost: numbers(false) };
}
