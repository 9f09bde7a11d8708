import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { allRows } from '../../platform/db/rows.ts';

/** What a partner owes in one currency. */
export type Account = { partnerId: string; currency: string };

/**
 * An invoice with the sums of its credit notes and of its payments that were not reversed, less what was paid back of
 * them; `before`: as they were when it was last settled.
 */
export type AccountRow = {
  id: string;
  total: string;
  credited: string;
  received: string;
  before: { credited: string; paid: string };
};

/** The invoices of an account, the oldest first. */
export function readAccount(tx: Tx, { partnerId, currency }: Account): Promise<AccountRow[]> {
  const query = sql<AccountRow>`
    select i.id, i.total_minor as total,
      (select coalesce(sum(n.total_minor), 0)::bigint from wholesale_credit_notes n where n.invoice_id = i.id) as credited,
      (select coalesce(sum(p.amount_minor - (select coalesce(sum(r.amount_minor), 0) from wholesale_refunds r where r.payment_id = p.id and r.reversed_at is null)), 0)::bigint
        from wholesale_payments p where p.invoice_id = i.id and p.reversed_at is null) as received,
      json_build_object('credited', i.credited_minor::text, 'paid', i.paid_minor::text) as before
    from wholesale_invoices i where i.partner_id = ${partnerId} and i.currency = ${currency} order by i.number`;
  return allRows(tx, query);
}

/** What is settled of an invoice: its status follows. */
export async function setSettled(tx: Tx, id: string, settled: { credited: number; paid: number }): Promise<void> {
  await tx
    .updateTable('wholesale_invoices')
    .set({ credited_minor: settled.credited, paid_minor: settled.paid })
    .where('id', '=', id)
    .execute();
}
