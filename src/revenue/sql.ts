import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { allRows } from '../platform/db/rows.ts';
import type { Span } from './rules.ts';

/** Sums of charged legs. Micros as text, because a double can't represent every sum. */
export type CallSums = {
  currency: string;
  revenue: string;
  cost: string;
  calls: number;
  without_price: number;
  without_cost: number;
  seconds: string;
};
/** The group: a currency, or one of its tenants, days or destinations. */
export type GroupedSums = CallSums &
  (
    | { by: 'all' }
    | { by: 'tenant'; tenant_id: string; name: string }
    | { by: 'day'; day: string }
    | { by: 'destination'; charge_class: string; destination: string }
  );

const charged = (partnerId: string, { from, until }: Span) => sql`
  call_charges c join tenants t on t.id = c.tenant_id
  where t.partner_id = ${partnerId} and c.ended_at >= ${new Date(from)} and c.ended_at < ${new Date(until)}`;

const SUMS = sql`
  coalesce(sum(charge_micros) filter (where state = 'rated'), 0) as revenue,
  coalesce(sum(wholesale_micros) filter (where wholesale_currency = currency), 0) as cost, count(*)::int as calls,
  count(*) filter (where state = 'unrated')::int as without_price,
  count(*) filter (where wholesale_currency is distinct from currency)::int as without_cost,
  sum(greatest(charged_seconds, billable_seconds)) as seconds`;

/** The sums of calls that ended in a span, by currency and by each group, in a single read. */
export function callSums(tx: Tx, partnerId: string, span: Span, zone: string): Promise<GroupedSums[]> {
  const query = sql<GroupedSums>`
    with charged as (
      select c.currency, c.tenant_id, t.name, (c.ended_at at time zone ${zone})::date as day, c.charge_class, c.destination, c.state, c.charge_micros,
        c.wholesale_micros, c.wholesale_currency, c.charged_seconds, c.billable_seconds
      from ${charged(partnerId, span)})
    select case when grouping(tenant_id) = 0 then 'tenant' when grouping(day) = 0 then 'day' when grouping(destination) = 0 then 'destination'
        else 'all' end as by,
      currency, tenant_id, max(name) as name, day, charge_class, destination, ${SUMS}
    from charged
    group by grouping sets ((currency), (currency, tenant_id), (currency, day), (currency, charge_class, destination))`;
  return allRows(tx, query);
}

/** Only the totals, for the month to compare with. */
export function callTotals(tx: Tx, partnerId: string, span: Span): Promise<GroupedSums[]> {
  const query = sql<GroupedSums>`select 'all' as by, currency, ${SUMS} from ${charged(partnerId, span)} group by currency`;
  return allRows(tx, query);
}

/** Costs of calls in a currency other than that of their price. */
export function otherCosts(
  tx: Tx,
  partnerId: string,
  span: Span,
): Promise<{ currency: string; paid_in: string; cost: string }[]> {
  const query = sql<{ currency: string; paid_in: string; cost: string }>`
    select c.currency, c.wholesale_currency as paid_in, sum(c.wholesale_micros) as cost from ${charged(partnerId, span)}
      and c.wholesale_currency <> c.currency
    group by c.currency, c.wholesale_currency order by c.wholesale_currency`;
  return allRows(tx, query);
}

/** A cycle with the terms for its fees. */
export type CycleRow = {
  id: string;
  tenant_id: string;
  name: string;
  starts_at: Date;
  ends_at: Date;
  first_day: string;
  next_first_day: string;
  nominal_days: number;
  zone: string;
  currency: string;
  terms: unknown;
};

/** The cycles of the partner's tenants that overlap a span. */
export function cyclesIn(tx: Tx, partnerId: string, { firstDay, through }: Span): Promise<CycleRow[]> {
  const query = sql<CycleRow>`
    select c.id, c.tenant_id, t.name, c.starts_at, c.ends_at, c.first_day, c.next_first_day, c.nominal_days, c.zone, c.currency, v.terms
    from billing_cycles c join billing_profile_versions v on v.id = c.profile_version_id join tenants t on t.id = c.tenant_id
    where t.partner_id = ${partnerId} and c.first_day <= ${through} and c.next_first_day > ${firstDay}`;
  return allRows(tx, query);
}
