import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { oneRow } from '../../platform/db/rows.ts';
import { statusesThatPermit } from '../../status/rules.ts';

/** In one row, because a large tenant has ten thousand. */
export async function extensionNumbers(tx: Tx, tenantId: string): Promise<string[]> {
  const { numbers } = await oneRow(
    tx,
    sql<{ numbers: string[] }>`
    select coalesce(json_agg(number order by number collate "C"), '[]') as numbers from extensions where tenant_id = ${tenantId}`,
  );
  return numbers;
}

export type ImpactCounts = { registeredPhones: number; liveCalls: number; callsToEnd: number };

/** Registered phones, calls in progress, and the calls that a change of status ends. Nothing ends an emergency call. */
export async function countImpact(tx: Tx, tenantId: string): Promise<ImpactCounts> {
  return oneRow(
    tx,
    sql<ImpactCounts>`select
    (select count(distinct endpoint collate "C")::int from asterisk.ps_contacts where tenant_id = ${tenantId}
      and expiration_time > extract(epoch from now())) as "registeredPhones",
    count(*)::int as "liveCalls", (count(*) filter (where not emergency))::int as "callsToEnd"
    from live_calls where tenant_id = ${tenantId}`,
  );
}

/**
 * Unassigned numbers, and calls in progress of all the partner's tenants. A definer function counts the calls, because row-level security shows them
 * only to their tenant.
 */
export async function partnerCounts(tx: Tx, partnerId: string): Promise<{ numbersFree: number; liveCalls: number }> {
  const { free, calls } = await oneRow(
    tx,
    sql<{ free: number; calls: number }>`select
    (select count(*)::int from dids where partner_id = ${partnerId} and status = 'UNASSIGNED') as free,
    count_live_calls(${partnerId}) as calls`,
  );
  return { numbersFree: free, liveCalls: calls };
}

/** Tenants to be purged within 14 days, and tenants without an address for 911 (`lacks911Address`): the first 20 of each, and the total of the latter. */
export async function needingAttention(tx: Tx, partnerId: string) {
  const of = tx.selectFrom('tenants').where('partner_id', '=', partnerId).limit(20);
  const soonPurged = await of
    .select(['id', 'name', (eb) => eb.ref('purge_at').$notNull().as('purgeAt')])
    .where('status', '=', 'CANCELLED')
    .where('purge_at', '<', sql<Date>`now() + interval '14 days'`)
    .orderBy('purge_at')
    .execute();
  const without911 = await of
    .select(['id', 'name', sql<number>`(count(*) over ())::int`.as('count')])
    .where('status', 'in', statusesThatPermit('emergency'))
    .where('sandbox', '=', false)
    .where('e911_address', 'is', null)
    .where('extensions_count', '>', 0)
    .orderBy('id')
    .execute();
  return { soonPurged, without911, without911Count: without911[0]?.count ?? 0 };
}
