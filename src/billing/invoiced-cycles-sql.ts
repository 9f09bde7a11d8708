import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';

/** The days up to one of a cycle are on an invoice; with its last day the whole cycle is. */
export async function markInvoiced(
  tx: Tx,
  cycles: readonly { id: string; through: string; isWhole: boolean }[],
  at: Date,
): Promise<void> {
  await sql`update billing_cycles c set invoiced_through = b.through, invoiced_at = case when b.is_whole then ${at}::timestamptz end
    from unnest(${cycles.map(({ id }) => id)}::uuid[], ${cycles.map(({ through }) => through)}::date[],
      ${cycles.map(({ isWhole }) => isWhole)}::boolean[]) as b (id, through, is_whole)
    where c.id = b.id`.execute(tx);
}

/** So much more of the cycles' calls is on invoices. */
export async function addInvoiced(tx: Tx, cycles: readonly { id: string; micros: number }[]): Promise<void> {
  await sql`update billing_cycles c set invoiced_micros = c.invoiced_micros + b.micros
    from unnest(${cycles.map(({ id }) => id)}::uuid[], ${cycles.map(({ micros }) => micros)}::bigint[]) as b (id, micros)
    where c.id = b.id`.execute(tx);
}
