import { sql } from 'kysely';
import type { CallCap } from '../../limits/cap-contract.ts';
import type { Reservation } from '../../limits/reservation-rules.ts';
import type { Tx } from '../../platform/db/db.ts';
import { PREPARED } from '../../platform/db/prepared-statements.ts';
import { changedRows, firstRow } from '../../platform/db/rows.ts';

export type LegRow = {
  pin: unknown;
  answered_at: Date | null;
  granted_seconds: number | null;
  included_seconds: number;
  reserved_micros: string;
};

/** Finds a charged leg in progress. Leg 0 is the inbound call itself, and is answered when the call is. */
export function findLeg(tx: Tx, callId: string, leg: number): Promise<LegRow | undefined> {
  const query = sql<LegRow>`${PREPARED}
    select l.pin, case l.leg when 0 then least(c.answered_at, c.flow_answered_at) else l.answered_at end as answered_at, l.granted_seconds,
      l.included_seconds, l.reserved_micros
    from live_legs l join live_calls c on c.id = l.call_id where l.call_id = ${callId} and l.leg = ${leg} and l.ended_at is null`;
  return firstRow(tx, query);
}

/** Returns false if the leg has ended in the meantime. */
export async function reserve(tx: Tx, callId: string, leg: number, to: Reservation): Promise<boolean> {
  const change = sql`${PREPARED}
    update live_legs set granted_seconds = ${to.grantedSeconds}, included_seconds = ${to.includedSeconds}, reserved_micros = ${to.micros}
    where call_id = ${callId} and leg = ${leg}`;
  return (await changedRows(tx, change)) === 1;
}

export async function release(tx: Tx, callId: string, leg: number): Promise<void> {
  await sql`update live_legs set granted_seconds = null, included_seconds = 0, reserved_micros = 0
    where call_id = ${callId} and leg = ${leg}`.execute(tx);
}

/** The limit that a cap sets for the current cycle, in micros or seconds. Null if the tenant has no such cap. */
export async function capValue(tx: Tx, tenantId: string, cap: CallCap, at: Date): Promise<string | null> {
  const query = sql<{ value: string | null }>`
    select case ${cap} when 'spend_cap' then spend_cap_of(l, c.currency, c.spend_cap_micros) else l.max_monthly_minutes * 60::bigint end::text as value
    from tenant_limits l join billing_cycles c on c.tenant_id = l.tenant_id
    where l.tenant_id = ${tenantId} and c.starts_at <= ${at} and c.ends_at > ${at}`;
  return (await firstRow(tx, query))?.value ?? null;
}
