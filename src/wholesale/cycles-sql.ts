import { type Insertable, type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { oneRow } from '../platform/db/one-row.ts';
import type { Database } from '../platform/db/schema.ts';

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
type Span = Pick<CycleRow, 'partner_id' | 'first_day' | 'next_first_day'>;

/**
 * The days on which the partner had each tenant, extension and number, by UTC: also of trials and suspended tenants, but of no cancelled ones and no
 * sandboxes. A number counts once a day, whoever has it.
 */
export function unitDays(tx: Tx, { partner_id, first_day, next_first_day }: Span): Promise<UnitDays> {
  return oneRow(
    tx,
    sql<UnitDays>`
    with days as (
      select d at time zone 'UTC' as from_at, (d + interval '1 day') at time zone 'UTC' as until_at
      from generate_series(${first_day}::date::timestamp, ${next_first_day}::date::timestamp - interval '1 day', interval '1 day') d
    ), had as (
      select t.id as tenant_id, d.from_at, d.until_at from tenants t join days d on t.created_at < d.until_at
        and not exists (select from service_periods p where p.tenant_id = t.id and p.kind = 'cancelled' and p.from_at <= d.from_at
          and (p.until_at is null or p.until_at >= d.until_at))
      where t.partner_id = ${partner_id} and not t.sandbox
    ), things as (
      select p.kind, case p.kind when 'number' then p.number else p.thing_id::text end as thing, h.from_at
      from had h join service_periods p on p.tenant_id = h.tenant_id and p.kind in ('extension', 'number')
        and p.from_at < h.until_at and (p.until_at is null or p.until_at > h.from_at)
      group by 1, 2, 3
    )
    select (select count(*) from had)::int as tenants, (select count(*) from things where kind = 'extension')::int as extensions,
      (select count(*) from things where kind = 'number')::int as numbers`,
  );
}

/** What calls came to, by class and the currency of their cost; null: not known. */
export type CallSum = {
  charge_class: string;
  currency: string | null;
  calls: number;
  seconds: string;
  micros: string;
};

export async function callSums(
  tx: Tx,
  { partner_id, starts_at, ends_at }: Pick<CycleRow, 'partner_id' | 'starts_at' | 'ends_at'>,
): Promise<CallSum[]> {
  const { rows } = await sql<CallSum>`
    select charge_class, wholesale_currency as currency, count(*)::int as calls, sum(billable_seconds) as seconds, coalesce(sum(wholesale_micros), 0) as micros
    from call_charges where partner_id = ${partner_id} and ended_at >= ${starts_at} and ended_at < ${ends_at}
    group by charge_class, wholesale_currency order by charge_class, wholesale_currency`.execute(tx);
  return rows;
}

export type LateCycle = { id: string; first_day: string; next_first_day: string; micros: string; late: string };

/**
 * Cycles of a currency that were invoiced before the cost of all of their calls was known. Only as long as no call can have been purged: what is gone
 * is no less to pay.
 */
export async function lateCycles(
  tx: Tx,
  partnerId: string,
  { currency, endedAfter }: { currency: string; endedAfter: Date },
): Promise<LateCycle[]> {
  const { rows } = await sql<LateCycle>`
    select * from (
      select c.id, c.first_day, c.next_first_day, s.micros, s.micros - c.invoiced_micros as late
      from wholesale_cycles c cross join lateral (
        select coalesce(sum(l.wholesale_micros), 0) as micros from call_charges l where l.partner_id = c.partner_id and l.ended_at >= c.starts_at
          and l.ended_at < c.ends_at and l.wholesale_currency = c.currency) s
      where c.partner_id = ${partnerId} and c.invoiced_at is not null and c.currency = ${currency} and c.ends_at > ${endedAfter}) as sums
    where late > 0 order by first_day`.execute(tx);
  return rows;
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
