import { sql } from 'kysely';
import type { Rate } from '../billing/rating/rate-call.ts';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { allRows, oneRow } from '../platform/db/rows.ts';
import type { Page } from '../platform/http/paging.ts';

export type UnratedRow = {
  id: string;
  call_id: string;
  leg: number;
  tenant_id: string;
  tenant_name: string;
  number: string;
  charge_class: string;
  reason: string | null;
  table_id: string | null;
  table_name: string | null;
  currency: string;
  billable_seconds: number;
  ended_at: Date;
};

/** The rate table for a leg according to the terms of its cycle. `c`: its charge; `v`: the version of the profile. */
const tableOf = sql`(case c.leg when 0 then v.terms ->> 'inboundRates' else v.terms ->> 'outboundRates' end)::uuid`;
const termsOf = sql`join billing_cycles b on b.id = c.cycle_id join billing_profile_versions v on v.id = b.profile_version_id`;

export const BY_END: SortColumn<UnratedRow> = {
  by: sql`c.ended_at`,
  type: 'timestamptz',
  of: (row) => row.ended_at.toISOString(),
};

/** A page can end within a call, so the cursor identifies a leg, as a UUID of version 8. */
const ID = sql`overlay(overlay(md5(c.call_id::text || c.leg) placing '8' from 13) placing '8' from 17)::uuid`;

/** The partner's legs without a price. */
export function listUnrated(tx: Tx, partnerId: string, { descending, after, limit }: Page): Promise<UnratedRow[]> {
  const page = keyset(BY_END, descending, after, ID);
  const query = sql<UnratedRow>`
    select ${ID} as id, c.call_id, c.leg, c.tenant_id, t.name as tenant_name, c.number, c.charge_class, c.reason, r.id as table_id, r.name as table_name,
      c.currency, c.billable_seconds, c.ended_at
    from call_charges c join tenants t on t.id = c.tenant_id ${termsOf} left join rate_tables r on r.id = ${tableOf}
    where c.partner_id = ${partnerId} and c.state = 'unrated' and ${page.rows} order by ${page.order} limit ${limit + 1}`;
  return allRows(tx, query);
}

export async function countUnrated(tx: Tx, partnerId: string): Promise<number> {
  const { n } = await oneRow(
    tx,
    sql<{
      n: number;
    }>`select count(*)::int as n from call_charges where partner_id = ${partnerId} and state = 'unrated'`,
  );
  return n;
}

export type LegRow = {
  call_id: string;
  leg: number;
  tenant_id: string;
  tenant_name: string;
  zone: string;
  country: string | null;
  cycle_id: string;
  number: string;
  charge_class: string;
  state: 'rated' | 'unrated';
  billable_seconds: number;
  lasted_ms: string;
  has_cost: boolean;
  included_seconds: number;
  micros: string | null;
  included_classes: string[];
  included_left: string;
  is_active: boolean;
};

/** A leg without a known cost. */
export type CostlessLeg = Pick<LegRow, 'call_id' | 'leg' | 'lasted_ms'>;

export type Which = {
  partnerId: string;
  tableId: string;
  currency: string;
  from: Date;
  until: Date;
  tenantId: string | null;
};

/** Legs that ended in the period and whose profile uses this table, up to the limit, ordered by their end. Leaves out priced legs of trials. */
export function legsToRate(tx: Tx, which: Which, most: number): Promise<LegRow[]> {
  const { partnerId, tableId, currency, from, until, tenantId } = which;
  const query = sql<LegRow>`
    select c.call_id, c.leg, c.tenant_id, t.name as tenant_name, t.timezone as zone, t.e911_address ->> 'country' as country, c.cycle_id, c.number,
      c.charge_class, c.state, c.billable_seconds, (extract(epoch from c.ended_at - c.answered_at) * 1000)::bigint::text as lasted_ms,
      c.wholesale_micros is not null as has_cost, c.included_seconds, coalesce(c.rerated_micros, c.charge_micros)::text as micros,
      array(select jsonb_array_elements_text(v.terms -> 'includedClasses')) as included_classes,
      greatest(0, coalesce(b.allowance_seconds, 0) - b.included_used_seconds - b.reserved_included_seconds)::text as included_left,
      exists (select from service_periods p where p.tenant_id = c.tenant_id and p.kind = 'active' and p.from_at <= c.answered_at
        and (p.until_at is null or p.until_at > c.answered_at)) as is_active
    from tenants t join call_charges c on c.tenant_id = t.id ${termsOf}
    where t.partner_id = ${partnerId} and (${tenantId}::uuid is null or t.id = ${tenantId}) and c.partner_id = ${partnerId}
      and c.ended_at >= ${from} and c.ended_at < ${until} and c.state in ('rated', 'unrated') and c.currency = ${currency} and ${tableOf} = ${tableId}
    order by c.ended_at, c.call_id, c.leg limit ${most}`;
  return allRows(tx, query);
}

/** Legs of the same period that no profile charges and whose wholesale cost is unknown. */
export function legsWithoutCost(tx: Tx, which: Which, most: number): Promise<CostlessLeg[]> {
  const { partnerId, from, until, tenantId } = which;
  const query = sql<CostlessLeg>`
    select c.call_id, c.leg, (extract(epoch from c.ended_at - c.answered_at) * 1000)::bigint::text as lasted_ms from call_charges c
    where c.partner_id = ${partnerId} and (${tenantId}::uuid is null or c.tenant_id = ${tenantId}) and c.ended_at >= ${from} and c.ended_at < ${until}
      and c.state = 'not_charged' and c.wholesale_micros is null
    order by c.ended_at, c.call_id, c.leg limit ${most}`;
  return allRows(tx, query);
}

/** Locks cycles, after their tenants, so that no ending call can take their included minutes meanwhile. */
export async function lockCycles(tx: Tx, cycleIds: string[]): Promise<void> {
  await sql`select from billing_cycles where id = any(${cycleIds}) order by id for no key update`.execute(tx);
}

export type Priced = {
  callId: string;
  leg: number;
  state: string;
  reason: string | null;
  destination: string;
  class: string;
  rate: unknown;
  chargedSeconds: number;
  includedSeconds: number;
  chargeMicros: number;
};
export type Changed = { callId: string; leg: number; micros: number };

/** The wholesale rates for legs without a known cost. Legs without a rate are left out. */
export async function wholesaleRates(
  tx: Tx,
  legs: readonly { callId: string; leg: number }[],
): Promise<{ callId: string; leg: number; currency: string; rate: Rate }[]> {
  const { rates } = await oneRow(
    tx,
    sql<{ rates: { callId: string; leg: number; currency: string; rate: Rate }[] }>`
      select wholesale_rates_again(${JSON.stringify(legs)}) as rates`,
  );
  return rates;
}

export type Cost = { callId: string; leg: number; micros: number; currency: string };

/** Writes prices, hypothetical charges of trials, and missing costs. The caller has locked the tenants and their cycles. */
export async function rateAgain(
  tx: Tx,
  { priced, changed, costs }: { priced: Priced[]; changed: Changed[]; costs: Cost[] },
): Promise<void> {
  await sql`select rate_calls_again(${JSON.stringify(priced)}, ${JSON.stringify(changed)}, ${JSON.stringify(costs)})`.execute(
    tx,
  );
}
