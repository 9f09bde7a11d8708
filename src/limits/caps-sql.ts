import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import type { Owner } from '../platform/db/events.ts';
import { allRows, changedRows, firstRow } from '../platform/db/rows.ts';
import type { CallCap } from './cap-contract.ts';
import type { Level } from './rules.ts';
import { type CycleFigures, figuresOf } from './usage-sql.ts';

type Reached = Exclude<Level, 'below'>;

/** A tenant's caps and their use. Micros and seconds are text, because a double can't represent every bigint. */
export type CapsRow = {
  id: string;
  partner_id: string;
  name: string;
  was_active: boolean;
  monthly_spend_micros: string | null;
  currency: string | null;
  max_monthly_minutes: number | null;
  alert_threshold_percent: number;
  auto_suspend: boolean;
  figures: CycleFigures | null;
  reports: { cap: CallCap; value: string; level: Reached }[];
};

const capsOf = (tenants: RawBuilder<unknown>, at: Date): RawBuilder<CapsRow> => sql`
    select t.id, t.partner_id, t.name, t.was_active, l.monthly_spend_micros, l.currency, l.max_monthly_minutes, l.alert_threshold_percent, l.auto_suspend,
      ${figuresOf(sql`t.id`, at)} as figures,
      (select coalesce(json_agg(json_build_object('cap', r.cap, 'value', r.cap_value::text, 'level', r.level)), '[]')
        from cap_reports r join billing_cycles c on c.id = r.cycle_id
        where c.tenant_id = t.id and c.starts_at <= ${at} and c.ends_at > ${at}) as reports
    from ${tenants} t join tenant_limits l on l.tenant_id = t.id`;

/** Null if the tenant was purged. */
export async function findCaps(tx: Tx, tenantId: string, at: Date): Promise<CapsRow | null> {
  return (await firstRow(tx, sql<CapsRow>`${capsOf(sql`tenants`, at)} where t.id = ${tenantId}`)) ?? null;
}

/** Two months: the longest cycle, after a change of the billing day. */
const MAX_CYCLE = '62 days';

/**
 * The first of a partner's tenants, by name, that have a reported cap in their current cycle with the cap's current
 * value.
 */
export function findReported(
  tx: Tx,
  partnerId: string,
  { statuses, at, atMost }: { statuses: string[]; at: Date; atMost: number },
): Promise<CapsRow[]> {
  const reported = sql`(select t.* from tenants t join tenant_limits l on l.tenant_id = t.id
      where t.partner_id = ${partnerId} and t.status = any(${statuses}) and t.id in (
        select r.tenant_id from cap_reports r join billing_cycles c on c.id = r.cycle_id
        where r.partner_id = ${partnerId} and r.reported_at > ${at}::timestamptz - ${MAX_CYCLE}::interval
          and c.starts_at <= ${at} and c.ends_at > ${at}
          and r.cap_value = case r.cap when 'spend_cap' then spend_cap_of(l, c.currency, c.spend_cap_micros) else l.max_monthly_minutes * 60::bigint end)
      order by t.name collate "und-x-icu", t.id limit ${atMost})`;
  return allRows(tx, sql<CapsRow>`${capsOf(reported, at)} order by t.name collate "und-x-icu", t.id`);
}

export type NewReport = { cycleId: string; cap: CallCap; value: bigint; level: Reached; used: bigint };

/** False if it has been reported already. */
export async function insertReport(tx: Tx, tenant: Owner, report: NewReport): Promise<boolean> {
  const inserted = sql`insert into cap_reports (tenant_id, partner_id, cycle_id, cap, cap_value, level, used)
    values (${tenant.id}, ${tenant.partnerId}, ${report.cycleId}, ${report.cap}, ${report.value.toString()}, ${report.level},
      ${report.used.toString()}) on conflict do nothing`;
  return (await changedRows(tx, inserted)) === 1;
}
