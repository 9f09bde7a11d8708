import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import type { Span } from './rules.ts';

/** A partner's calls by the currency of their cost; null: without a known one. Micros as text, since a sum is more than a double holds. */
export type WholesaleSum = { partner_id: string; name: string; currency: string | null; cost: string; calls: number };

/** By partner, in the order of their names, and currency; in the operator's context. */
export async function wholesaleSums(tx: Tx, { from, until }: Span): Promise<WholesaleSum[]> {
  const { rows } = await sql<WholesaleSum>`
    select w.*, p.name from wholesale_of_partners(${new Date(from)}, ${new Date(until)}) w join partners p on p.id = w.partner_id
    order by p.name collate "und-x-icu", p.id, w.currency`.execute(tx);
  return rows;
}
