import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';

/** Micros. `day`: the local day that they are counted up to. */
export type Fees = { soFar: bigint; atEnd: bigint; day: string };

/** Writes nothing if nothing has changed: calls wait for the row. */
export async function saveFees(tx: Tx, cycleId: string, { soFar, atEnd, day }: Fees): Promise<void> {
  await sql`update billing_cycles set fees_micros = ${soFar.toString()}::bigint, fees_at_end_micros = ${atEnd.toString()}::bigint, fees_day = ${day}::date
    where id = ${cycleId} and (fees_micros, fees_at_end_micros, fees_day) is distinct from (${soFar.toString()}::bigint, ${atEnd.toString()}::bigint, ${day}::date)`.execute(
    tx,
  );
}

type Due = { tenant_id: string; partner_id: string };

export async function tenantsWithFeesDue(tx: Tx, at: Date, atMost: number): Promise<Due[]> {
  const { rows } = await sql<Due>`select * from tenants_with_fees_due(${at}, ${atMost})`.execute(tx);
  return rows;
}
