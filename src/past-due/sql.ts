import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { allRows, firstRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';

/** The next page of tenants with due invoices. */
export async function tenantsWithDueInvoices(tx: Tx, now: Date, after: string, atMost: number): Promise<string[]> {
  const query = sql<{ tenant_id: string }>`
    select tenant_id from tenants_with_due_invoices(${now}, ${after}, ${atMost})`;
  return (await allRows(tx, query)).map(({ tenant_id }) => tenant_id);
}

export type DueRow = Selectable<Database['invoices']> & { terms: unknown };

/**
 * Open invoices of a tenant that are due by a day, oldest first, with the terms that they were billed by; null if those were deleted. Empty while a
 * card is being charged, so that nobody is reminded of a payment that is being processed.
 */
export function dueInvoices(tx: Tx, tenantId: string, day: string): Promise<DueRow[]> {
  const query = sql<DueRow>`
    select i.*, v.terms from invoices i left join billing_cycles c on c.id = i.cycle_id
      left join billing_profile_versions v on v.id = c.profile_version_id
    where i.tenant_id = ${tenantId} and i.status = 'open' and i.due_on <= ${day}
      and not exists (select from card_attempts a where a.tenant_id = i.tenant_id
        and (a.state = 'processing' or a.state = 'asked' and a.kind in ('pay_card', 'auto_pay')))
    order by i.due_on, i.number`;
  return allRows(tx, query);
}

export type Notice = {
  invoiceId: string;
  partnerId: string;
  tenantId: string;
  kind: 'reminder' | 'suspension';
  days: number;
};

/** False if the notice was already recorded. */
export async function insertNotice(tx: Tx, notice: Notice): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('invoice_notices')
    .values({
      invoice_id: notice.invoiceId,
      partner_id: notice.partnerId,
      tenant_id: notice.tenantId,
      kind: notice.kind,
      days: notice.days,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Deletes what was recorded of these invoices' notices. */
export async function forgetNotices(tx: Tx, invoiceIds: readonly string[]): Promise<void> {
  if (invoiceIds.length === 0) return;
  const given = tx.deleteFrom('invoice_notices').where('kind', 'in', ['suspension', 'overdue']);
  await given.where('invoice_id', 'in', invoiceIds).execute();
}

/** Overdue invoices of a tenant that haven't been reported. */
const newlyOverdue = (
  tenantId: string,
  now: Date,
) => sql`invoices i where i.tenant_id = ${tenantId} and i.status = 'open' and i.overdue_at <= ${now}
  and not exists (select from invoice_notices n where n.invoice_id = i.id and n.kind = 'overdue')`;

export async function hasNewlyOverdue(tx: Tx, tenantId: string, now: Date): Promise<boolean> {
  return (await firstRow(tx, sql`select from ${newlyOverdue(tenantId, now)} limit 1`)) !== undefined;
}

/** Records them as reported, which queues their events. The caller has locked the tenant. */
export async function noteOverdue(tx: Tx, tenantId: string, now: Date): Promise<void> {
  await sql`insert into invoice_notices (invoice_id, partner_id, tenant_id, kind, days)
    select i.id, i.partner_id, i.tenant_id, 'overdue', 0 from ${newlyOverdue(tenantId, now)}`.execute(tx);
}

/** The recipient of mails, with the time zone. */
export function findTenant(tx: Tx, id: string) {
  const tenant = tx.selectFrom('tenants').select(['status', 'timezone', 'billing_email', 'suspension_reasons']);
  return tenant.where('id', '=', id).executeTakeFirst();
}
