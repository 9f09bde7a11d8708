import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { allRows } from '../platform/db/rows.ts';
import { isOverdue } from './sql.ts';

export type Invoiced = {
  currency: string;
  invoiced: string;
  invoiced_last_month: string;
  open: string;
  overdue: string;
};

/** Sums of invoices and credit notes by currency, in the minor unit; months begin on these days. */
export function invoicedSums(
  tx: Tx,
  partnerId: string,
  { month, lastMonth, now }: { month: string; lastMonth: string; now: Date },
): Promise<Invoiced[]> {
  const left = sql`total_minor - credited_minor - paid_minor`;
  const query = sql<Invoiced>`
    select currency, sum(invoiced) as invoiced, sum(invoiced_last_month) as invoiced_last_month, sum(open) as open, sum(overdue) as overdue
    from (
      select currency, case when issued_on >= ${month} then net_minor else 0 end as invoiced,
        case when issued_on >= ${lastMonth} and issued_on < ${month} then net_minor else 0 end as invoiced_last_month,
        ${left} as open, case when ${isOverdue(now)} then ${left} else 0 end as overdue
      from invoices where partner_id = ${partnerId} and (issued_on >= ${lastMonth} or status = 'open')
      union all
      select currency, case when issued_on >= ${month} then -net_minor else 0 end, case when issued_on < ${month} then -net_minor else 0 end, 0, 0
      from credit_notes where partner_id = ${partnerId} and issued_on >= ${lastMonth}) as parts
    group by currency order by currency`;
  return allRows(tx, query);
}

export type TenantSum = {
  currency: string;
  tenant_id: string;
  name: string;
  unbilled_micros: string;
  open: string;
  overdue: string;
};

/** For each tenant: its unbilled amount, what is left to pay, and how much of that is overdue. The highest first. */
export function tenantSums(tx: Tx, partnerId: string, now: Date): Promise<TenantSum[]> {
  const left = sql`total_minor - credited_minor - paid_minor`;
  const query = sql<TenantSum>`
    select currency, tenant_id, max(name) as name, sum(unbilled_micros) as unbilled_micros, sum(open) as open, sum(overdue) as overdue from (
      select c.currency, c.tenant_id, t.name, greatest(0, c.fees_micros + c.spent_micros - c.invoiced_micros) as unbilled_micros, 0::bigint as open,
        0::bigint as overdue
      from billing_cycles c join tenants t on t.id = c.tenant_id where c.partner_id = ${partnerId} and c.invoiced_at is null
      union all
      select currency, tenant_id, billed ->> 'name', 0, ${left}, case when ${isOverdue(now)} then ${left} else 0 end from invoices
      where partner_id = ${partnerId} and status = 'open') as parts
    group by currency, tenant_id having sum(unbilled_micros) > 0 or sum(open) > 0
    order by sum(unbilled_micros) desc, sum(open) desc, tenant_id`;
  return allRows(tx, query);
}
