import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import type { ENTRY_KINDS } from './statement-contract.ts';

/** An entry with the balance after it. `number`: of the credit note, or of the invoice. Amounts are text in the minor unit. */
export type EntryRow = {
  currency: string;
  kind: (typeof ENTRY_KINDS)[number];
  id: string;
  day: string;
  number: number;
  reference: string;
  amount: string;
  balance: string;
};

/**
 * All that changed what the tenant owes. What its credit paid changes nothing: the credit is part of the balance. An invoice below zero counts with
 * what it came to, since the rest became credit.
 */
const entriesOf = (tenantId: string) => sql`
  select currency, 'invoice' as kind, id, issued_on as day, created_at as at, number, '' as reference, net_minor + tax_minor as amount
    from invoices where tenant_id = ${tenantId}
  union all
  select currency, 'credit_note', id, issued_on, created_at, number, reason, -total_minor from credit_notes where tenant_id = ${tenantId}
  union all
  select p.currency, 'payment', p.id, p.paid_on, p.created_at, i.number, p.reference, -p.amount_minor
    from payments p join invoices i on i.id = p.invoice_id where p.tenant_id = ${tenantId}
  union all
  select p.currency, 'reversal', p.id, p.reversed_on, p.reversed_at, i.number, p.reversal_reason, p.amount_minor
    from payments p join invoices i on i.id = p.invoice_id where p.tenant_id = ${tenantId} and p.reversed_at is not null`;

/** The last entries of a period in each currency, in their order. */
export async function listEntries(
  tx: Tx,
  tenantId: string,
  { from, to, atMost }: { from: string; to: string; atMost: number },
): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select currency, kind, id, day, number, reference, amount, balance from (
      select *, row_number() over (partition by currency order by day desc, at desc, kind desc, id desc) as place from (
        select *, sum(amount) over (partition by currency order by day, at, kind, id) as balance from (${entriesOf(tenantId)}) as entries
      ) as summed where day between ${from} and ${to}
    ) as placed where place <= ${atMost} order by currency, place desc`.execute(tx);
  return rows;
}

/** The balance at the end of a day, in each currency that was ever billed. */
export async function balancesAt(
  tx: Tx,
  tenantId: string,
  day: string,
): Promise<{ currency: string; balance: string }[]> {
  const { rows } = await sql<{ currency: string; balance: string }>`
    select currency, coalesce(sum(amount) filter (where day <= ${day}), 0) as balance
    from (${entriesOf(tenantId)}) as entries group by currency order by currency`.execute(tx);
  return rows;
}
