import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './db.ts';
import { allRows } from './rows.ts';

/**
 * An account entry with the balance after it. `number`: of the invoice or credit note. Amounts are text in minor units.
 */
export type EntryRow = {
  currency: string;
  kind:
    | 'invoice'
    | 'credit_note'
    | 'payment'
    | 'reversal'
    | 'reinstatement'
    | 'refund'
    | 'failed_refund'
    | 'refund_reversal';
  id: string;
  day: string;
  number: number;
  reference: string;
  amount: string;
  balance: string;
};

/**
 * Reads the last entries of a period in each currency, in order. `entries`: selects all entries of the account, without
 * balances and with their time `at`.
 */
export function lastEntries(
  tx: Tx,
  entries: RawBuilder<unknown>,
  { from, to, atMost }: { from: string; to: string; atMost: number },
): Promise<EntryRow[]> {
  const query = sql<EntryRow>`
    select currency, kind, id, day, number, reference, amount, balance from (
      select *, row_number() over (partition by currency order by day desc, at desc, kind desc, id desc) as place from (
        select *, sum(amount) over (partition by currency order by day, at, kind, id) as balance from (${entries}) as entries
      ) as summed where day between ${from} and ${to}
    ) as placed where place <= ${atMost} order by currency, place desc`;
  return allRows(tx, query);
}

/** Reads the balance at the end of a day, in each currency that was ever billed. */
export function balancesOf(
  tx: Tx,
  entries: RawBuilder<unknown>,
  day: string,
): Promise<{ currency: string; balance: string }[]> {
  const query = sql<{ currency: string; balance: string }>`
    select currency, coalesce(sum(amount) filter (where day <= ${day}), 0) as balance
    from (${entries}) as entries group by currency order by currency`;
  return allRows(tx, query);
}
