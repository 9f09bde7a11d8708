import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { allRows } from '../../platform/db/rows.ts';
import type { InvoiceRow } from '../sql.ts';

/** What a tenant owes and has paid in one currency. */
export type Account = { partnerId: string; tenantId: string; currency: string };

/** Locks the invoices of an account with something left to pay, the oldest due first. */
export function lockOpen(tx: Tx, { tenantId, currency }: Account): Promise<InvoiceRow[]> {
  const open = tx.selectFrom('invoices').selectAll().where('tenant_id', '=', tenantId).where('status', '=', 'open');
  return open.where('currency', '=', currency).orderBy('due_on').orderBy('number').forUpdate().execute();
}

/** Locks these invoices, in the order of their numbers. */
export async function lockInvoices(tx: Tx, ids: readonly string[]): Promise<InvoiceRow[]> {
  if (ids.length === 0) return [];
  return tx.selectFrom('invoices').selectAll().where('id', 'in', ids).orderBy('number').forUpdate().execute();
}

/** Adds amounts to what has been paid of invoices, or subtracts if they are negative, and sets the status. */
export async function changePaid(tx: Tx, changes: readonly { id: string; amountMinor: number }[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`update invoices i set paid_minor = i.paid_minor + c.amount
    from unnest(${changes.map(({ id }) => id)}::uuid[], ${changes.map(({ amountMinor }) => amountMinor)}::bigint[]) as c (id, amount)
    where i.id = c.id`.execute(tx);
}

/** A tenant's credit in a currency. Negative while more of it has been used than is left. */
export async function creditOf(tx: Tx, { tenantId, currency }: Account): Promise<number> {
  const sum = tx.selectFrom('account_credits').select(sql<string>`coalesce(sum(amount_minor), 0)`.as('sum'));
  const found = sum.where('tenant_id', '=', tenantId).where('currency', '=', currency);
  return Number((await found.executeTakeFirstOrThrow()).sum);
}

/** Locks the invoices of an account that are paid at least in part, the latest first, with the amounts paid by credit and by payments. */
export async function paidInvoices(
  tx: Tx,
  { tenantId, currency }: Account,
): Promise<{ id: string; byCreditMinor: number; byPaymentsMinor: number }[]> {
  const query = sql<{ id: string; paid: string; by_credit: string }>`
    select i.id, i.paid_minor as paid, least(i.paid_minor, (select greatest(0, -coalesce(sum(c.amount_minor), 0)) from account_credits c
      where c.invoice_id = i.id and c.reason in ('used', 'reopened'))) as by_credit
    from invoices i where i.tenant_id = ${tenantId} and i.currency = ${currency} and i.paid_minor > 0
    order by i.number desc for update`;
  return (await allRows(tx, query)).map(({ id, paid, by_credit: byCredit }) => ({
    id,
    byCreditMinor: Number(byCredit),
    byPaymentsMinor: Number(paid) - Number(byCredit),
  }));
}
