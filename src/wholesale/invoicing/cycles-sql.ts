import { type Insertable, type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { allRows, oneRow } from '../../platform/db/rows.ts';
import type { Database } from '../../platform/db/schema.ts';

export type CycleRow = Selectable<Database['wholesale_cycles']>;

export function lastCycle(tx: Tx, partnerId: string): Promise<CycleRow | undefined> {
  const cycles = tx.selectFrom('wholesale_cycles').selectAll().where('partner_id', '=', partnerId);
  return cycles.orderBy('first_day', 'desc').limit(1).executeTakeFirst();
}

export async function insertCycle(tx: Tx, row: Insertable<Database['wholesale_cycles']>): Promise<void> {
  await tx.insertInto('wholesale_cycles').values(row).execute();
}

/** The oldest cycle of a partner that has ended by then and is not invoiced. */
export function cycleDue(tx: Tx, partnerId: string, endedBy: Date): Promise<CycleRow | undefined> {
  const cycles = tx.selectFrom('wholesale_cycles').selectAll().where('partner_id', '=', partnerId);
  return cycles
    .where('invoiced_at', 'is', null)
    .where('ends_at', '<=', endedBy)
    .orderBy('first_day')
    .limit(1)
    .executeTakeFirst();
}

export async function markInvoiced(tx: Tx, id: string, micros: bigint, at?: Date): Promise<void> {
  await sql`update wholesale_cycles set invoiced_micros = ${String(micros)}::bigint, invoiced_at = coalesce(${at ?? null}, invoiced_at)
    where id = ${id}`.execute(tx);
}

/** In the order of their ids. */
export async function partnersWithTerms(tx: Tx): Promise<string[]> {
  const rows = await tx.selectFrom('wholesale_terms').select('partner_id').orderBy('partner_id').execute();
  return rows.map(({ partner_id }) => partner_id);
}

export type UnitDays = { tenants: number; extensions: number; numbers: number };
type Fees = Pick<CycleRow, 'currency' | 'nominal_days' | 'tenant_fee' | 'extension_fee' | 'number_fee'>;

/** The unit-days of one tenant, or of all of a partner's tenants, in a cycle, and those on which it was suspended. */
export type CycleUnits = Fees & {
  cycle_id: string;
  kind: 'tenant' | 'extension' | 'number';
  days: number;
  suspended_days: number;
};
export type TenantUnits = CycleUnits & { tenant_id: string; name: string };
export type PartnerUnits = CycleUnits & { partner_id: string; partner: string };

/**
 * The days in UTC on which the partner had each tenant, extension and number, with trials and suspended tenants, but without cancelled ones and
 * sandboxes. A number counts once a day, even if its tenant changes.
 */
export function unitDays(
  tx: Tx,
  { partner_id, first_day, next_first_day }: Pick<CycleRow, 'partner_id' | 'first_day' | 'next_first_day'>,
): Promise<UnitDays> {
  return oneRow(
    tx,
    sql<UnitDays>`
      select coalesce(sum(days) filter (where kind = 'tenant'), 0)::int as tenants, coalesce(sum(days) filter (where kind = 'extension'), 0)::int as extensions,
        coalesce(sum(days) filter (where kind = 'number'), 0)::int as numbers
      from wholesale_unit_days(${partner_id}, ${first_day}, ${next_first_day}::date - 1)`,
  );
}

/** Days by UTC, both included. */
export type Days = { firstDay: string; through: string };

const UNITS = ({ firstDay, through }: Days) => sql`
  wholesale_cycles c cross join lateral wholesale_unit_days(c.partner_id, greatest(c.first_day, ${firstDay}::date), least(c.next_first_day - 1, ${through}::date)) u
  where c.first_day <= ${through} and c.next_first_day > ${firstDay}`;
const FEES = sql`c.id as cycle_id, c.currency, c.nominal_days, c.tenant_fee, c.extension_fee, c.number_fee, u.kind`;

/** The unit-days of each tenant of a partner in the cycles of these days. */
export function tenantUnits(tx: Tx, partnerId: string, days: Days): Promise<TenantUnits[]> {
  const query = sql<TenantUnits>`
    select ${FEES}, u.tenant_id, u.name, u.days, u.suspended_days from ${UNITS(days)} and c.partner_id = ${partnerId}`;
  return allRows(tx, query);
}

/** The unit-days of all tenants of each partner in the cycles of these days, in the order of the partners' names. In the operator's context. */
export function partnerUnits(tx: Tx, days: Days): Promise<PartnerUnits[]> {
  const query = sql<PartnerUnits>`
    select w.*, p.name as partner from (
      select ${FEES}, c.partner_id, sum(u.days)::int as days, sum(u.suspended_days)::int as suspended_days from ${UNITS(days)}
      group by c.id, u.kind) w join partners p on p.id = w.partner_id
    order by p.name collate "und-x-icu", p.id`;
  return allRows(tx, query);
}

/** Sums of calls by class and the currency of their cost; null if the cost is unknown. */
export type CallSum = {
  charge_class: string;
  currency: string | null;
  calls: number;
  seconds: string;
  micros: string;
};

export function callSums(
  tx: Tx,
  { partner_id, starts_at, ends_at }: Pick<CycleRow, 'partner_id' | 'starts_at' | 'ends_at'>,
): Promise<CallSum[]> {
  const query = sql<CallSum>`
    select charge_class, wholesale_currency as currency, count(*)::int as calls, sum(billable_seconds) as seconds, coalesce(sum(wholesale_micros), 0) as micros
    from call_charges where partner_id = ${partner_id} and ended_at >= ${starts_at} and ended_at < ${ends_at}
    group by charge_class, wholesale_currency order by charge_class, wholesale_currency`;
  return allRows(tx, query);
}

export type LateCycle = { id: string; first_day: string; next_first_day: string; micros: string; late: string };

/**
 * Cycles of a currency that were invoiced before the cost of all of their calls was known. Only while no call can have been purged, because purged
 * calls would reduce the sums.
 */
export function lateCycles(
  tx: Tx,
  partnerId: string,
  { currency, endedAfter }: { currency: string; endedAfter: Date },
): Promise<LateCycle[]> {
  const query = sql<LateCycle>`
    select * from (
      select c.id, c.first_day, c.next_first_day, s.micros, s.micros - c.invoiced_micros as late
      from wholesale_cycles c cross join lateral (
        select coalesce(sum(l.wholesale_micros), 0) as micros from call_charges l where l.partner_id = c.partner_id and l.ended_at >= c.starts_at
          and l.ended_at < c.ends_at and l.wholesale_currency = c.currency) s
      where c.partner_id = ${partnerId} and c.invoiced_at is not null and c.currency = ${currency} and c.ends_at > ${endedAfter}) as sums
    where late > 0 order by first_day`;
  return allRows(tx, query);
}

export async function insertInvoice(tx: Tx, row: Insertable<Database['wholesale_invoices']>): Promise<void> {
  await tx.insertInto('wholesale_invoices').values(row).execute();
}

/** Takes the next number, and the day of issue: never before that of the number before. Locked until the transaction ends, so it comes last. */
export const takeNumber = (tx: Tx, today: string): Promise<{ number: number; issued_on: string }> =>
  oneRow(
    tx,
    sql<{ number: number; issued_on: string }>`
      update wholesale_settings set last_number = last_number + 1, last_issued_on = greatest(last_issued_on, ${today}::date)
      returning last_number as number, last_issued_on as issued_on`,
  );
