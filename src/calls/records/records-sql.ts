import { sql } from 'kysely';
import type { LegCharge } from '../../billing/rating/rating.ts';
import type { Db, Tx } from '../../platform/db/db.ts';
import { PREPARED } from '../../platform/db/prepared-statements.ts';
import { allRows } from '../../platform/db/rows.ts';
import type { CallReason } from '../contract.ts';
import type { CallPath } from '../model/call-path.ts';
import type { CallEnd } from '../model/command.ts';
import type { LiveParties } from '../model/parties.ts';
import { columns, type OwnedFacts } from '../sql.ts';

/** How a recorded call ended. */
export type CallRecordEnd = { cause: number; reason: CallReason | null; emergency: boolean };

/** Records a refused call. May be repeated. Like `insertLiveCall`, it doesn't wait for the disk. */
export async function insertRefused(
  tx: Tx,
  facts: OwnedFacts,
  { reason, cause, path }: { reason: string; cause: number; path: CallPath },
): Promise<void> {
  const { id, tenant_id, direction, emergency, from_number, to_number, extension_id, did_id, ...rest } = columns(facts);
  const { destination_class, admitted_at } = rest;
  await sql`${PREPARED}insert into calls (id, tenant_id, direction, emergency, from_number, to_number, extension_id, did_id,
      destination_class, admitted_at, ended_at, cause, reason, path)
    select ${id}, ${tenant_id}, ${direction}, ${emergency}, ${from_number}, ${to_number}, ${extension_id}, ${did_id},
      ${destination_class}, ${admitted_at}, ${admitted_at}, ${cause}, ${reason},
      ${JSON.stringify(path)}::jsonb
    from set_config('synchronous_commit', 'off', true)
    on conflict (id) do nothing`.execute(tx);
}

export async function deleteLateRefusal(tx: Tx, id: string): Promise<void> {
  await sql`select delete_late_refusal(${id})`.execute(tx);
}

export async function setPath(tx: Tx, id: string, path: CallPath): Promise<void> {
  await sql`update live_calls set path = ${JSON.stringify(path)}::jsonb where id = ${id}`.execute(tx);
}

export async function setSilent(tx: Tx, id: string, since: Date | null): Promise<void> {
  await tx.updateTable('live_calls').set({ silent_since: since }).where('id', '=', id).execute();
  await notifyLive(tx);
}

/**
 * An update of a live row. `at`: when a person or mailbox answered. `flowAt`: when a flow answered. The facts have the
 * times of charged legs. `lines`: how many outside lines the call occupies now.
 */
export type AnswerRow = {
  facts: OwnedFacts;
  at: string | null;
  flowAt: string | null;
  answeredBy: string | null;
  lines?: number;
  callerOnLine?: boolean;
};

/** The end of a call, with the charges for its legs. Undefined if no leg is charged. */
export type EndRow = CallEnd & { facts: OwnedFacts; charges?: LegCharge[] | undefined };

/**
 * Writes answers into the live rows and moves ended calls into the history, for any number of tenants in one statement.
 * May be repeated. If a call's live row is lost, the history still gets the complete call.
 */
export async function writeCalls(
  db: Db | Tx,
  answers: AnswerRow[],
  ends: EndRow[],
  by: 'write_calls' | 'write_played_calls' = 'write_calls',
): Promise<void> {
  const answered = answers.map(({ facts, at, flowAt, answeredBy, lines, callerOnLine }) => ({
    id: facts.id,
    tenant_id: facts.tenantId,
    answered_at: at,
    flow_answered_at: flowAt,
    answered_extension_id: answeredBy,
    legs: facts.legs,
    lines,
    caller_on_line: callerOnLine,
    destination_class: facts.destination,
  }));
  const ended = ends.map(
    ({ facts, answeredAt, flowAnsweredAt, answeredBy, at, cause, reason, endedBy, path, charges }) => ({
      ...columns(facts),
      answered_at: answeredAt,
      flow_answered_at: flowAnsweredAt,
      answered_extension_id: answeredBy,
      ended_at: at,
      cause,
      reason,
      ended_by: endedBy,
      path,
      charges,
    }),
  );
  const tenantIds = [...new Set(ended.map(({ tenant_id }) => tenant_id))];
  await sql`${PREPARED}select ${sql.raw(by)}(${JSON.stringify(answered)}, ${JSON.stringify(ended)}, ${tenantIds})`.execute(
    db,
  );
}

/**
 * Saves who rings and who talks in calls, and notifies the tenants that have changes. Returns the ids of the calls that
 * were saved. The rows of the others are locked or not there yet.
 */
export async function writeParties(db: Db, parties: LiveParties[], tenantIds: string[]): Promise<string[]> {
  const rows = parties.map(({ id, tenantId, ringing, talking }) => ({ id, tenant_id: tenantId, ringing, talking }));
  const query = sql<{ id: string }>`${PREPARED}
    select id from write_parties(${JSON.stringify(rows)}, ${tenantIds}) as id`;
  return (await allRows(db, query)).map(({ id }) => id);
}

/**
 * The facts of a call of which only the live row is left. The row has its answer, its path and the answers of its legs.
 */
export async function factsOfRow(tx: Tx, id: string): Promise<OwnedFacts | undefined> {
  const row = await tx.selectFrom('live_calls').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  const legs = await tx.selectFrom('live_legs').select('leg').where('call_id', '=', id).execute();
  return {
    id,
    tenantId: row.tenant_id,
    direction: row.direction,
    emergency: row.emergency,
    from: row.from_number,
    to: row.to_number,
    extensionId: row.extension_id,
    didId: row.did_id,
    callbackNumber: row.callback_number,
    ...(row.destination_class && { destination: row.destination_class }),
    admittedAt: row.admitted_at.toISOString(),
    ...(legs.length > 0 && { legs: [] }),
  };
}

/** When a live call was answered. Null if it was not answered or is not live. */
export async function answeredAtOf(tx: Tx, id: string): Promise<string | null> {
  const row = await tx.selectFrom('live_calls').select('answered_at').where('id', '=', id).executeTakeFirst();
  return row?.answered_at?.toISOString() ?? null;
}

/** How a call of the history ended. Undefined if it is not there. */
export function endOf(tx: Tx, id: string): Promise<CallRecordEnd | undefined> {
  const query = tx.selectFrom('calls').select(['cause', 'reason', 'emergency']).where('id', '=', id);
  return query.executeTakeFirst();
}

/** Whether a charged leg of a live call was answered. */
export async function hasAnsweredLeg(tx: Tx, id: string): Promise<boolean> {
  const query = tx.selectFrom('live_legs').select('leg').where('call_id', '=', id).where('answered_at', 'is not', null);
  return (await query.executeTakeFirst()) !== undefined;
}

/** Whether the call is in the history. */
export async function isRecorded(tx: Tx, id: string): Promise<boolean> {
  const query = tx.selectFrom('calls').select('id').where('id', '=', id);
  return (await query.executeTakeFirst()) !== undefined;
}

/** Has the transaction's commit wait for the disk, whatever was written in it before. */
export async function commitToDisk(tx: Tx): Promise<void> {
  await sql`select set_config('synchronous_commit', 'on', true)`.execute(tx);
}

/** Notifies readers that calls of the transaction's tenant have changed. */
export async function notifyLive(tx: Tx): Promise<void> {
  await sql`select notify_live(array[ctx_tenant()])`.execute(tx);
}

/** The live calls of one Asterisk that were admitted before this time. */
export function liveCallsOf(db: Db, node: string, before: Date): Promise<{ id: string; tenantId: string }[]> {
  const query = sql<{ id: string; tenantId: string }>`
    select id, tenant_id as "tenantId" from live_calls_of(${node}) where admitted_at < ${before}`;
  return allRows(db, query);
}
