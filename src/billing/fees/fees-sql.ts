import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { allRows, firstRow } from '../../platform/db/rows.ts';

/** In micros. `day`: the local day up to which they are counted. */
export type Fees = { soFar: bigint; atEnd: bigint; day: string };

/** Writes only changes, because calls wait for the lock of the row. */
export async function saveFees(tx: Tx, cycleId: string, { soFar, atEnd, day }: Fees): Promise<void> {
  await sql`update billing_cycles set fees_micros = ${soFar.toString()}::bigint, fees_at_end_micros = ${atEnd.toString()}::bigint, fees_day = ${day}::date
    where id = ${cycleId} and (fees_micros, fees_at_end_micros, fees_day) is distinct from (${soFar.toString()}::bigint, ${atEnd.toString()}::bigint, ${day}::date)`.execute(
    tx,
  );
}

/** The sum of adjustments made in a cycle that are on no invoice yet, in the minor unit. */
export async function openAdjustments(
  tx: Tx,
  cycle: { tenant_id: string; currency: string; starts_at: Date },
): Promise<bigint> {
  const query = sql<{ sum: string }>`
    select coalesce(sum(amount_minor), 0) as sum from adjustments
    where tenant_id = ${cycle.tenant_id} and currency = ${cycle.currency} and cycle_id is null and kind <> 'carried'
      and created_at >= ${cycle.starts_at}`;
  return BigInt((await firstRow(tx, query))?.sum ?? 0);
}

type Due = { tenant_id: string; partner_id: string };

export function tenantsWithFeesDue(tx: Tx, at: Date, atMost: number): Promise<Due[]> {
  return allRows(tx, sql<Due>`select * from tenants_with_fees_due(${at}, ${atMost})`);
}

/** The current terms of a tenant's profile, and the extensions and numbers that they charge for. Undefined without a profile. */
export function feesOfProfile(
  tx: Tx,
  tenantId: string,
): Promise<{ terms: unknown; currency: string; extensions: number; dids: number } | undefined> {
  const query = sql<{ terms: unknown; currency: string; extensions: number; dids: number }>`
    select v.terms, v.currency, t.extensions_count as extensions, t.dids_count as dids
    from tenants t join billing_profile_versions v on v.profile_id = t.billing_profile_id
    where t.id = ${tenantId} order by v.number desc limit 1`;
  return firstRow(tx, query);
}

/** A tenant's numbers, in E.164. */
export async function numbersOf(tx: Tx, tenantId: string): Promise<string[]> {
  const rows = await tx.selectFrom('dids').select('number').where('tenant_id', '=', tenantId).execute();
  return rows.map(({ number }) => number);
}
