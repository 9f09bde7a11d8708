import { type Insertable, type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { PREPARED } from '../../platform/db/prepared-statements.ts';
import { allRows, oneRow } from '../../platform/db/rows.ts';
import type { Database } from '../../platform/db/schema.ts';
import { BEFORE_ALL_IDS } from '../../platform/values/ids.ts';
import { MAX_CALL_MS, type Series, SETTLING_MS } from '../rules.ts';

/** A cycle to invoice, and the last day of it that can be billed now. */
export type DueCycle = { cycle_id: string; tenant_id: string; partner_id: string; through: string };
const BEFORE_ALL = { partner_id: BEFORE_ALL_IDS, cycle_id: BEFORE_ALL_IDS };

/**
 * Cycles that can be invoiced: they have ended, or their tenant was cancelled before today, and nothing is missing. In the order of their partners,
 * from after a cycle, or only the given ones.
 */
export function cyclesDue(
  tx: Tx,
  now: Date,
  which: { only: string[] } | { after: Pick<DueCycle, 'partner_id' | 'cycle_id'> | null; atMost: number },
): Promise<DueCycle[]> {
  const { only, after, atMost } =
    'only' in which
      ? { only: which.only, after: BEFORE_ALL, atMost: which.only.length }
      : { only: null, after: which.after ?? BEFORE_ALL, atMost: which.atMost };
  const query = sql<DueCycle>`select * from cycles_to_invoice(${now}, ${MAX_CALL_MS} * interval '1 ms',
    ${SETTLING_MS} * interval '1 ms', ${only}, ${after.partner_id}, ${after.cycle_id}, ${atMost})`;
  return allRows(tx, query);
}

/** A tenant with something to bill, for which no cycle will be invoiced any more. */
export type ClosingTenant = { tenant_id: string; partner_id: string };

/** The tenants without a billing profile and without a cycle to invoice, for which a late call or an adjustment is on no invoice; after a tenant. */
export function tenantsToClose(
  tx: Tx,
  { after, atMost }: { after: ClosingTenant | null; atMost: number },
): Promise<ClosingTenant[]> {
  const query = sql<ClosingTenant>`select * from tenants_to_close(${after?.partner_id ?? BEFORE_ALL_IDS}, ${after?.tenant_id ?? BEFORE_ALL_IDS}, ${atMost})`;
  return allRows(tx, query);
}

/** A currency in which a tenant is still billed: by a cycle that isn't invoiced yet, or, without a cycle, by its profile from the next cycle on. */
export type BilledCurrency = { tenant_id: string; currency: string; cycle_id: string | null };

export function billedCurrencies(tx: Tx, tenantIds: string[]): Promise<BilledCurrency[]> {
  const query = sql<BilledCurrency>`
    select tenant_id, currency, id as cycle_id from billing_cycles where tenant_id = any(${tenantIds}) and invoiced_at is null
    union all
    select t.id, (select v.currency from billing_profile_versions v where v.profile_id = t.billing_profile_id limit 1), null
    from tenants t where t.id = any(${tenantIds}) and t.billing_profile_id is not null`;
  return allRows(tx, query);
}

/** The last cycle of each tenant in each currency. */
export function lastCycles(
  tx: Tx,
  tenantIds: string[],
): Promise<{ id: string; tenant_id: string; currency: string }[]> {
  const query = sql<{ id: string; tenant_id: string; currency: string }>`
    select distinct on (tenant_id, currency) id, tenant_id, currency from billing_cycles where tenant_id = any(${tenantIds})
    order by tenant_id, currency, starts_at desc`;
  return allRows(tx, query);
}

/**
 * Locks the cycles to bill, and those with late calls, in the order in which the rating of calls locks cycles, and in one statement: tenants that are
 * locked for a change don't stop their calls.
 */
export async function lockCycles(tx: Tx, tenantIds: readonly string[], cycleIds: readonly string[]): Promise<void> {
  await sql`select from billing_cycles
    where id = any(${cycleIds}) or (tenant_id = any(${tenantIds}) and invoiced_at is not null and spent_micros <> invoiced_micros)
    order by id for no key update`.execute(tx);
}

export type BilledCycle = {
  id: string;
  partner_id: string;
  tenant_id: string;
  starts_at: Date;
  ends_at: Date;
  first_day: string;
  next_first_day: string;
  nominal_days: number;
  zone: string;
  currency: string;
  invoiced_through: string | null;
  plan_name: string;
  terms: unknown;
  name: string;
  billing_email: string;
  is_cancelled: boolean;
};

export function billedCycles(tx: Tx, cycleIds: string[]): Promise<BilledCycle[]> {
  const query = sql<BilledCycle>`
    select c.id, c.partner_id, c.tenant_id, c.starts_at, c.ends_at, c.first_day, c.next_first_day, c.nominal_days, c.zone, c.currency, c.invoiced_through, v.name as plan_name, v.terms, t.name, t.billing_email, t.status = 'CANCELLED' as is_cancelled
    from billing_cycles c join billing_profile_versions v on v.id = c.profile_version_id join tenants t on t.id = c.tenant_id
    where c.id = any(${cycleIds}) order by c.tenant_id, c.starts_at`;
  return allRows(tx, query);
}

export type ClassSum = {
  cycle_id: string;
  charge_class: string;
  calls: number;
  charged_seconds: string;
  included_seconds: string;
  charge_micros: string;
};

/** The charges of calls in the partner's cycles, by class. */
export function classSums(tx: Tx, cycleIds: string[]): Promise<ClassSum[]> {
  const query = sql<ClassSum>`${PREPARED}
    select cycle_id, charge_class, calls, charged_seconds, included_seconds, charge_micros from call_sums_of_cycles(${cycleIds})`;
  return allRows(tx, query);
}

/** Lines of earlier invoices of a cycle: a tenant that was cancelled and reactivated in the same cycle has two. */
export function earlierLines(tx: Tx, cycleIds: string[]): Promise<{ cycle_id: string; lines: unknown }[]> {
  const ofCycles = tx.selectFrom('invoices').select(['cycle_id', 'lines']).where('cycle_id', 'in', cycleIds);
  return ofCycles.where('is_closing', '=', false).execute();
}

export type LateCycle = {
  id: string;
  tenant_id: string;
  currency: string;
  first_day: string;
  next_first_day: string;
  late_micros: string;
};

/** Cycles that were invoiced before all of their calls had arrived. */
export function lateCycles(tx: Tx, tenantIds: string[]): Promise<LateCycle[]> {
  const query = sql<LateCycle>`
    select id, tenant_id, currency, first_day, next_first_day, spent_micros - invoiced_micros as late_micros from billing_cycles
    where tenant_id = any(${tenantIds}) and invoiced_at is not null and spent_micros <> invoiced_micros
    order by tenant_id, starts_at`;
  return allRows(tx, query);
}

export type AdjustmentRow = Selectable<Database['adjustments']>;

export function openAdjustments(tx: Tx, tenantIds: string[]): Promise<AdjustmentRow[]> {
  const open = tx.selectFrom('adjustments').selectAll().where('cycle_id', 'is', null);
  return open.where('tenant_id', 'in', tenantIds).orderBy('day').orderBy('id').forUpdate().execute();
}

export function exemptionsOf(tx: Tx, tenantIds: string[]): Promise<Selectable<Database['tax_exemptions']>[]> {
  return tx.selectFrom('tax_exemptions').selectAll().where('tenant_id', 'in', tenantIds).execute();
}

/** The credit of tenants, and what is left to pay of their invoices. */
export function balancesOf(
  tx: Tx,
  tenantIds: string[],
): Promise<{ tenant_id: string; currency: string; credit: string; open: string }[]> {
  const query = sql<{ tenant_id: string; currency: string; credit: string; open: string }>`
    select tenant_id, currency, greatest(0, sum(credit)) as credit, sum(open) as open from (
      select tenant_id, currency, amount_minor as credit, 0 as open from account_credits where tenant_id = any(${tenantIds})
      union all
      select tenant_id, currency, 0, total_minor - credited_minor - paid_minor from invoices where tenant_id = any(${tenantIds}) and status = 'open'
    ) as sums group by tenant_id, currency`;
  return allRows(tx, query);
}

/**
 * Takes numbers of a series, and the day of issue, which is never before that of the previous number. The counter is locked until the transaction
 * ends, so call this last.
 */
export async function takeNumbers(
  tx: Tx,
  partnerId: string,
  { series, count, today }: { series: Series; count: number; today: string },
): Promise<{ first: number; issuedOn: string }> {
  const taken = await oneRow(
    tx,
    sql<{ last: number; issued_on: string }>`
      insert into document_counters as c (partner_id, series, last_number, last_issued_on)
      values (${partnerId}, ${series}, ${count}, ${today})
      on conflict (partner_id, series) do update set last_number = c.last_number + excluded.last_number,
        last_issued_on = greatest(c.last_issued_on, excluded.last_issued_on)
      returning last_number as last, last_issued_on as issued_on`,
  );
  return { first: taken.last - count + 1, issuedOn: taken.issued_on };
}

/** All rows are passed as one JSON value, because thousands of parameters are slower than the rows. */
export async function insertInvoices(tx: Tx, rows: Insertable<Database['invoices']>[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`${PREPARED}insert into invoices (id, partner_id, tenant_id, currency, cycle_id, number, first_day, last_day, plan_name, net_minor, tax_minor,
      total_minor, paid_minor, from_credit_minor, issued_on, due_on, overdue_at, seller, billed, lines, taxes, exemption, is_closing)
    select id, partner_id, tenant_id, currency, cycle_id, number, first_day, last_day, plan_name, net_minor, tax_minor, total_minor, paid_minor,
      from_credit_minor, issued_on, due_on, overdue_at, seller::jsonb, billed::jsonb, lines::jsonb, taxes::jsonb, exemption, is_closing
    from json_to_recordset(${JSON.stringify(rows)}) as i(id uuid, partner_id uuid, tenant_id uuid, currency text, cycle_id uuid, number integer,
      first_day date, last_day date, plan_name text, net_minor bigint, tax_minor bigint, total_minor bigint, paid_minor bigint, from_credit_minor bigint,
      issued_on date, due_on date, overdue_at timestamptz, seller text, billed text, lines text, taxes text, exemption text, is_closing boolean)`.execute(
    tx,
  );
}

export async function insertAdjustments(tx: Tx, rows: Insertable<Database['adjustments']>[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto('adjustments').values(rows).execute();
}

export async function insertCredits(tx: Tx, rows: Insertable<Database['account_credits']>[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto('account_credits').values(rows).execute();
}

/** Marks adjustments that are on the invoices of these cycles, or were carried over with them. */
export async function settleAdjustments(tx: Tx, settled: { id: string; cycleId: string }[]): Promise<void> {
  if (settled.length === 0) return;
  await sql`update adjustments a set cycle_id = s.cycle_id
    from unnest(${settled.map(({ id }) => id)}::uuid[], ${settled.map(({ cycleId }) => cycleId)}::uuid[]) as s (id, cycle_id)
    where a.id = s.id`.execute(tx);
}
