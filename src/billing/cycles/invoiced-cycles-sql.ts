import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';

/** `through`: the last day on an invoice; null for late calls only. `isWhole`: the whole cycle is invoiced. */
export type Mark = { id: string; through: string | null; isWhole: boolean; micros: number };

/** Stores which part of each cycle is on invoices. */
export async function markInvoiced(tx: Tx, marks: readonly Mark[], at: Date): Promise<void> {
  const column = <Key extends keyof Mark>(key: Key): Mark[Key][] => marks.map((mark) => mark[key]);
  await sql`update billing_cycles c set invoiced_micros = c.invoiced_micros + b.micros, invoiced_through = coalesce(b.through, c.invoiced_through),
      invoiced_at = case when b.through is null then c.invoiced_at when b.is_whole then ${at}::timestamptz end
    from (select id, max(through) as through, bool_or(is_whole) as is_whole, sum(micros) as micros
      from unnest(${column('id')}::uuid[], ${column('through')}::date[], ${column('isWhole')}::boolean[], ${column('micros')}::bigint[])
        as m (id, through, is_whole, micros) group by id) b
    where c.id = b.id`.execute(tx);
}
