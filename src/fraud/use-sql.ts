import { sql } from 'kysely';
import { COSTLY_CLASSES } from '../outbound/rules.ts';
import type { Tx } from '../platform/db/db.ts';
import type { Owner } from '../platform/db/events.ts';
import { PREPARED } from '../platform/db/prepared-statements.ts';
import { allRows, changedRows, firstRow, oneRow } from '../platform/db/rows.ts';
import type { FraudRule } from './contract.ts';
import { WINDOW_MS } from './rules.ts';

/** A tenant's rules, its blocking rules, and its use. Bigints are text, and null if no rule needs them. */
export type UseRow = {
  rules: unknown;
  blocking: FraudRule[];
  micros: string | null;
  seconds: string | null;
};

const costly = sql.join(
  COSTLY_CLASSES.map((one) => sql.lit(one)),
  sql`, `,
);
const lastActed = (rule: FraudRule) => sql`coalesce((select max(t.tripped_at) from fraud_trips t
  where t.tenant_id = r.tenant_id and t.rule = ${sql.lit(rule)} and t.action <> 'alert'), '-infinity')`;

/**
 * A tenant's outbound calls in the windows that end now, including calls in progress, each with its part within the
 * window. After a rule has blocked or suspended, it only counts calls that start later: otherwise it would trip again
 * as soon as the block is lifted. `minutes`: whether to count minutes to expensive numbers, which a domestic call
 * doesn't need.
 */
export async function useOf(tx: Tx, tenantId: string, at: Date, minutes: boolean): Promise<UseRow> {
  const hourAgo = new Date(at.getTime() - WINDOW_MS.spendPerHour);
  const dayAgo = new Date(at.getTime() - WINDOW_MS.internationalMinutesPerDay);
  const query = sql<UseRow>`${PREPARED}
    select r.rules,
      array(select t.rule from fraud_trips t where t.tenant_id = one.id and t.action = 'block' and t.lifted_at is null) as blocking,
      case when r.rules -> 'spendPerHour' <> 'null' then (select coalesce(sum(s.micros), 0)::bigint::text from (
        select case when c.answered_at >= ${hourAgo} then c.charge_micros else (c.charge_micros * date_part('epoch', c.ended_at - ${hourAgo}::timestamptz)
            / date_part('epoch', c.ended_at - c.answered_at))::bigint end as micros
          from call_charges c where c.tenant_id = r.tenant_id and c.ended_at > ${hourAgo} and c.charge_class <> 'inbound' and c.charge_micros > 0
            and c.currency = r.rules -> 'spendPerHour' ->> 'currency' and c.answered_at > ${lastActed('spendPerHour')}
        union all
        -- what included minutes pay for costs nothing; without a cap it isn't known before the end which those are
        select greatest(l.reserved_micros, case when not (l.pin ->> 'included')::boolean then
            ((l.pin #>> '{rate,rate,perMinuteMicros}')::bigint * date_part('epoch', ${at}::timestamptz - greatest(l.answered_at, ${hourAgo})) / 60)::bigint end)
          from live_legs l where l.tenant_id = r.tenant_id and l.leg > 0 and l.answered_at is not null and l.ended_at is null
            and l.pin ->> 'currency' = r.rules -> 'spendPerHour' ->> 'currency' and l.answered_at > ${lastActed('spendPerHour')}
        ) s) end as micros,
      case when ${minutes} and r.rules -> 'internationalMinutesPerDay' <> 'null' then (select coalesce(sum(s.seconds), 0)::bigint::text from (
        select date_part('epoch', c.ended_at - greatest(c.answered_at, ${dayAgo}::timestamptz)) as seconds
          from calls c where c.tenant_id = r.tenant_id and c.ended_at > ${dayAgo} and c.answered_at is not null
            and c.destination_class in (${costly}) and c.answered_at > ${lastActed('internationalMinutesPerDay')}
        union all
        select greatest(0, date_part('epoch', ${at}::timestamptz - greatest(l.answered_at, ${dayAgo})))
          from live_calls l where l.tenant_id = r.tenant_id and l.uses_line and l.answered_at is not null
            and l.destination_class in (${costly}) and l.answered_at > ${lastActed('internationalMinutesPerDay')}
        ) s) end as seconds
    from (select ${tenantId}::uuid as id) one left join fraud_rules r on r.tenant_id = one.id`;
  return oneRow(tx, query);
}

/**
 * Locks the rules and returns the tenant's partner, so that only one of several processes records a reached limit. Null
 * if the rules are gone.
 */
export async function lockRules(tx: Tx, tenantId: string): Promise<{ partnerId: string } | null> {
  const query = sql<{ partnerId: string }>`
    select r.partner_id as "partnerId" from fraud_rules r where r.tenant_id = ${tenantId} for no key update`;
  return (await firstRow(tx, query)) ?? null;
}

export type NewTrip = {
  id: string;
  rule: FraudRule;
  action: string;
  used: bigint;
  limit: bigint;
  currency: string | null;
  at: Date;
};

/** How long a suspension may take to take effect. */
const SUSPENDED_WITHIN_MS = 60_000;

/**
 * False if it was already reported within its window, or is still in effect. A rule that trips again after its effect
 * was undone is reported again.
 */
export async function insertTrip(tx: Tx, tenant: Owner, trip: NewTrip): Promise<boolean> {
  const reportedSince = new Date(trip.at.getTime() - WINDOW_MS[trip.rule]);
  const suspendedSince = new Date(trip.at.getTime() - SUSPENDED_WITHIN_MS);
  const trips = sql`insert into fraud_trips (id, tenant_id, partner_id, rule, action, used, limit_value, currency, tripped_at)
    select ${trip.id}, ${tenant.id}, ${tenant.partnerId}, ${trip.rule}, ${trip.action}, ${trip.used.toString()}::bigint, ${trip.limit.toString()}::bigint,
      ${trip.currency}, ${trip.at}
    where not exists (select from fraud_trips t where t.tenant_id = ${tenant.id} and t.rule = ${trip.rule}
      and (t.action = 'block' and t.lifted_at is null or t.action = 'suspend' and t.tripped_at > ${suspendedSince}
        or t.action = 'alert' and ${trip.action} = 'alert' and t.tripped_at > ${reportedSince}))`;
  return (await changedRows(tx, trips)) === 1;
}

/** Tenants with rules and an outbound call in progress. */
export function tenantsOnCalls(tx: Tx): Promise<{ tenantId: string; partnerId: string }[]> {
  const query = sql<{ tenantId: string; partnerId: string }>`
    select tenant_id as "tenantId", partner_id as "partnerId" from tenants_to_watch_for_fraud()`;
  return allRows(tx, query);
}
