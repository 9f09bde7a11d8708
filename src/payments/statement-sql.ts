import { sql } from 'kysely';
import { balancesOf, lastEntries } from '../platform/db/account-entries.ts';
import type { Tx } from '../platform/db/db.ts';
import { oneRow } from '../platform/db/rows.ts';

/**
 * Everything that changed what the tenant owes. Payments from credit aren't entries, because credit is part of the balance. An invoice with a
 * negative total counts with that total, because the rest became credit.
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
  select p.currency, 'reversal', p.id, p.reversed_on, p.reversed_at, i.number, p.reversal_reason, coalesce(p.reversed_minor, p.amount_minor)
    from payments p join invoices i on i.id = p.invoice_id where p.tenant_id = ${tenantId} and p.reversed_at is not null
  union all
  select r.currency, 'refund', r.id, r.booked_on, r.booked_at, i.number, r.reason, r.booked_minor
    from refunds r join payments p on p.id = r.payment_id join invoices i on i.id = p.invoice_id
    where r.tenant_id = ${tenantId} and r.booked_minor > 0
  union all
  select r.currency, 'failed_refund', r.id, r.returned_on, r.returned_at, i.number, '', -r.booked_minor
    from refunds r join payments p on p.id = r.payment_id join invoices i on i.id = p.invoice_id
    where r.tenant_id = ${tenantId} and r.booked_minor > 0 and r.returned_on is not null and r.state <> 'reversed'
  union all
  select r.currency, 'refund_reversal', r.id, r.returned_on, r.returned_at, i.number, r.reversal_reason, -r.booked_minor
    from refunds r join payments p on p.id = r.payment_id join invoices i on i.id = p.invoice_id
    where r.tenant_id = ${tenantId} and r.booked_minor > 0 and r.state = 'reversed'
  union all
  select p.currency, 'reversal', p.id, x.reversed_on, x.reversed_at, i.number, x.reversal_reason, x.amount_minor
    from payment_reinstatements x join payments p on p.id = x.payment_id join invoices i on i.id = p.invoice_id where x.tenant_id = ${tenantId}
  union all
  select p.currency, 'reinstatement', p.id, x.reinstated_on, x.created_at, i.number, x.reason, -x.amount_minor
    from payment_reinstatements x join payments p on p.id = x.payment_id join invoices i on i.id = p.invoice_id where x.tenant_id = ${tenantId}`;

/** The day of the latest entry; null without any. */
export const lastDay = async (tx: Tx, tenantId: string): Promise<string | null> =>
  (await oneRow(tx, sql<{ day: string | null }>`select max(day)::text as day from (${entriesOf(tenantId)}) entries`))
    .day;

/** The last entries of a period in each currency, in their order. */
export const listEntries = (tx: Tx, tenantId: string, period: { from: string; to: string; atMost: number }) =>
  lastEntries(tx, entriesOf(tenantId), period);

/** The balance at the end of a day, in each currency that was ever billed. */
export const balancesAt = (tx: Tx, tenantId: string, day: string) => balancesOf(tx, entriesOf(tenantId), day);
