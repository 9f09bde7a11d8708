import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { allRows } from '../platform/db/rows.ts';
import type { Span } from './rules.ts';

/** A partner's calls by the currency of their cost; null if the cost is unknown. Micros as text, because a double can't represent every sum. */
export type WholesaleSum = { partner_id: string; name: string; currency: string | null; cost: string; calls: number };

/** By partner name and currency. Needs the operator's context. */
export function wholesaleSums(tx: Tx, { from, until }: Span): Promise<WholesaleSum[]> {
  const query = sql<WholesaleSum>`
    select w.*, p.name from wholesale_of_partners(${new Date(from)}, ${new Date(until)}) w join partners p on p.id = w.partner_id
    order by p.name collate "und-x-icu", p.id, w.currency`;
  return allRows(tx, query);
}
