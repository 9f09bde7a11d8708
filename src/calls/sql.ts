import { type RawBuilder, sql } from 'kysely';
import type { BilledLeg } from '../billing/rating/pin-contract.ts';
import type { Db, Tx } from '../platform/db/db.ts';
import { PREPARED } from '../platform/db/prepared-statements.ts';
import { firstRow, oneRow } from '../platform/db/rows.ts';
import { SANDBOX_MAX } from '../sandbox/contract.ts';
import type { TenantStatus } from '../status/contract.ts';
import type { CallFacts } from './model/call-facts.ts';
import type { CallPath } from './model/call-path.ts';
import type { Attempt } from './model/decision.ts';
import type { PhoneFacts } from './routing/facts.ts';
import { ADMISSION_MS } from './rules.ts';

/** The facts of a call whose tenant is known. */
export type OwnedFacts = CallFacts & { tenantId: string };

/** Where a call is sent, and the outside lines that it takes for that (`admission/outside-lines.ts`). */
type Sent = {
  path?: CallPath | undefined;
  attempts?: readonly Attempt[] | undefined;
  lines?: readonly (string | null)[];
  /** the caller keeps its own line */
  callerOnLine?: boolean;
};

/**
 * Writes the live row of a call that is about to be dialled. May be repeated. The commit doesn't wait for the disk. A
 * change of status finds the row at once, which is what it is for, and after a crash of the database call control still
 * has the call.
 */
export async function insertLiveCall(
  tx: Tx,
  facts: OwnedFacts,
  { node, channel, sent: { path = [], attempts, lines = [] } = {} }: { node: string; channel: string; sent?: Sent },
): Promise<void> {
  const { legs = [], hops = 0 } = facts;
  const {
    id,
    tenant_id,
    direction,
    emergency,
    from_number,
    to_number,
    extension_id,
    did_id,
    callback_number,
    destination_class,
    admitted_at,
  } = columns(facts);
  const call = sql`insert into live_calls (id, tenant_id, direction, emergency, from_number, to_number, extension_id, did_id,
      callback_number, destination_class, admitted_at, node, channel_id, uses_line, outside_lines, path, hops, sent_to)
    select ${id}, ${tenant_id}, ${direction}, ${emergency}, ${from_number}, ${to_number}, ${extension_id}, ${did_id},
      ${callback_number}, ${destination_class}, ${admitted_at}, ${node}, ${channel}, ${lines.length > 0}, ${lines}::uuid[],
      ${JSON.stringify(path)}::jsonb, ${hops}, ${outsideNumbers(attempts)}
    from set_config('synchronous_commit', 'off', true)
    on conflict (id) do nothing`;
  await withLegs(call, legs).execute(tx);
}

/** The outside numbers that a call rings, or null if there are none. */
function outsideNumbers(attempts: readonly Attempt[] = []): string[] | null {
  const numbers = attempts.flatMap(({ targets }) => targets.flatMap((to) => (to.kind === 'trunk' ? to.number : [])));
  return numbers.length > 0 ? [...new Set(numbers)] : null;
}

/**
 * Writes a call's live row and its legs' missing rows in one statement. Another round trip would slow every admission
 * down.
 */
const withLegs = (call: RawBuilder<unknown>, legs: readonly BilledLeg[]): RawBuilder<unknown> =>
  legs.length === 0
    ? sql`${PREPARED}${call}`
    : sql`${PREPARED}with call as (${call} returning id, tenant_id)
  insert into live_legs (call_id, leg, tenant_id, cycle_id, number, pin, granted_seconds, included_seconds, reserved_micros)
    select c.id, l.leg, c.tenant_id, (l.pin->>'cycleId')::uuid, l.number, l.pin, (l.reserved->>'grantedSeconds')::integer,
      coalesce((l.reserved->>'includedSeconds')::integer, 0), coalesce((l.reserved->>'micros')::bigint, 0)
    from call c, jsonb_to_recordset(${JSON.stringify(legs)}::jsonb) as l(leg smallint, number text, pin jsonb, reserved jsonb)
    on conflict (call_id, leg) do nothing`;

/** Updates the live row of a call that moves on. It may now take a line, and count as a call of another class. */
export async function updateLiveCall(
  tx: Tx,
  facts: CallFacts,
  { path = [], attempts, lines = [], callerOnLine = false }: Sent = {},
): Promise<void> {
  const takesLine = lines.length > 0;
  const call = sql`update live_calls set path = ${JSON.stringify(path)}::jsonb, sent_to = ${outsideNumbers(attempts)},
    uses_line = ${takesLine} or (uses_line and ${callerOnLine}), second_line = ${takesLine} and uses_line and ${callerOnLine},
    outside_lines = ${callersLine(callerOnLine)} || ${lines}::uuid[],
    destination_class = ${facts.destination ?? null}, direction = ${facts.direction}, emergency = ${facts.emergency}, to_number = ${facts.to},
    extension_id = ${facts.extensionId}, callback_number = ${facts.callbackNumber}
    where id = ${facts.id}`;
  await withLegs(call, facts.legs ?? []).execute(tx);
}

/** The caller's own line of a live call, which is the first one, if it has any. */
const callersLine = (callerOnLine: boolean) =>
  sql`case when uses_line and ${callerOnLine} then (coalesce(outside_lines, array[extension_id]))[1:1] else '{}' end`;

/** Releases the lines of a call that rings nobody any more. The caller keeps its own line. */
export async function releaseLines(tx: Tx, id: string, callerOnLine: boolean): Promise<void> {
  await sql`${PREPARED}update live_calls set outside_lines = ${callersLine(callerOnLine)}, uses_line = ${callerOnLine}, second_line = false
    where id = ${id} and uses_line`.execute(tx);
}

/** The input for admitting a call between two phones. */
export type InternalCall = {
  id: string;
  at: string;
  tenantId: string;
  sipUsername: string;
  extension: string;
  node: string;
  channel: string;
};

/**
 * Admits a simple call between two phones and writes its live row in one statement (migrations/functions/calls.sql).
 * Null if the call is not that simple; then nothing is written. It needs no transaction and no retry: it waits for a
 * single lock while it has none, so it can't deadlock.
 */
export async function admitInternalCall(db: Db, call: InternalCall): Promise<PhoneFacts | null> {
  const { id, at, tenantId, sipUsername, extension, node, channel } = call;
  const query = sql<{ facts: PhoneFacts | null }>`${PREPARED}
    select admit_internal_call(${id}, ${at}, ${tenantId}, ${sipUsername}, ${extension}, ${node}, ${channel}, ${ADMISSION_MS}) as facts`;
  return (await firstRow(db, query))?.facts ?? null;
}

export async function deleteLiveCall(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('live_calls').where('id', '=', id).execute();
}

/**
 * Locks the counting of the tenant's outside lines until the transaction ends. Take this lock before the tenant's row.
 */
export async function lockLines(tx: Tx, tenantId: string): Promise<void> {
  await sql`${PREPARED}select pg_advisory_xact_lock(hashtextextended(${tenantId}, 0))`.execute(tx);
}

/**
 * Whether a sandbox has reached its limit of calls at once. Its calls are counted one after the other, so that each
 * counts those before it.
 */
export async function sandboxIsFull(tx: Tx, tenantId: string): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`calls of the sandbox ${tenantId}`}, 0))`.execute(tx);
  const query = tx
    .selectFrom('live_calls')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('tenant_id', '=', tenantId);
  return (await query.executeTakeFirstOrThrow()).n >= SANDBOX_MAX.callsAtOnce;
}

/**
 * How many outside lines the tenant uses, and how many of those count towards one extension. Their lock must be held.
 * `call`: the call that is being decided. The lines of the targets it rang before don't count.
 */
export async function countLines(
  tx: Tx,
  tenantId: string,
  extensionId: string | null,
  call: { id: string; callerOnLine: boolean },
): Promise<{ ofTenant: number; ofExtension: number | null }> {
  const query = sql<{ ofTenant: number; ofExtension: number }>`${PREPARED}
    select count(*)::int as "ofTenant", count(*) filter (where line.extension_id = ${extensionId}::uuid)::int as "ofExtension"
    from live_calls l
      cross join unnest(case when l.id = ${call.id} then ${callersLine(call.callerOnLine)}
        else coalesce(l.outside_lines, array_fill(l.extension_id, array[1 + l.second_line::int])) end) line(extension_id)
    where l.tenant_id = ${tenantId} and l.uses_line`;
  const { ofTenant, ofExtension } = await oneRow(tx, query);
  return { ofTenant, ofExtension: extensionId === null ? null : ofExtension };
}

/** Never fails: an error is rolled back inside the function, and the call continues. */
export async function noteEmergencyCall(tx: Tx, facts: OwnedFacts): Promise<void> {
  const { id, tenantId, extensionId, callbackNumber, admittedAt, to } = facts;
  await sql`select record_emergency_call(${id}, ${tenantId}, ${extensionId}, ${callbackNumber}, ${new Date(admittedAt)}, ${to})`.execute(
    tx,
  );
}

export async function extensionOf(tx: Tx, sipUsername: string): Promise<string | null> {
  const query = tx.selectFrom('extensions').modifyFront(PREPARED).select('id').where('sip_username', '=', sipUsername);
  return (await query.executeTakeFirst())?.id ?? null;
}

/**
 * Reads the tenant's status and locks it, as `phoneFacts` does, until the transaction ends. Null if the tenant was
 * purged.
 */
export async function lockedStatusOf(tx: Tx, tenantId: string): Promise<TenantStatus | null> {
  const query = sql<{ status: TenantStatus }>`${PREPARED}
    select t.status from tenants t where t.id = ${tenantId} for key share of t`;
  return (await firstRow(tx, query))?.status ?? null;
}

/**
 * The same at the beginning of a decision about a call in progress. The phones that have left this call are free for
 * it, even if its row does not say so yet (`is_in_call`).
 */
export async function beginReroute(tx: Tx, tenantId: string, callId: string): Promise<TenantStatus | null> {
  const query = sql<{ status: TenantStatus }>`${PREPARED}
    select t.status, set_config('app.rerouted_call', ${callId}, true) from tenants t where t.id = ${tenantId}
      for key share of t`;
  return (await firstRow(tx, query))?.status ?? null;
}

/** Null if the tenant was purged. */
export async function statusOf(tx: Tx, tenantId: string): Promise<TenantStatus | null> {
  const query = tx.selectFrom('tenants').modifyFront(PREPARED).select('status').where('id', '=', tenantId);
  return (await query.executeTakeFirst())?.status ?? null;
}

export const columns = (facts: OwnedFacts) => ({
  id: facts.id,
  tenant_id: facts.tenantId,
  direction: facts.direction,
  emergency: facts.emergency,
  from_number: facts.from,
  to_number: facts.to,
  extension_id: facts.extensionId,
  did_id: facts.didId,
  callback_number: facts.callbackNumber,
  destination_class: facts.destination ?? null,
  admitted_at: new Date(facts.admittedAt),
});
