import type { z } from 'zod';
import type { Actor } from '../platform/http/caller.ts';
import type { Tx } from '../platform/db/db.ts';
import { errorFactory } from '../platform/http/errors.ts';
import { recordEvent } from '../platform/db/events.ts';
import { readCursor, readSort, toPage } from '../platform/http/paging.ts';
import {
  type CallReason,
  callErrors,
  type EndReason,
  type LiveCall,
  type LiveCallQuery,
  type CallRecord,
  type CallRecordQuery,
} from './contract.ts';
import { CAUSE, isProtected, REFUSALS } from './rules.ts';
import * as sql from './history-sql.ts';

const fail = errorFactory(callErrors);

/** The ending of a call that was put through and not answered, by its cause. */
const UNANSWERED: Partial<Record<number, Ending>> = {
  [CAUSE.normal]: { outcome: 'no_answer', reason: null },
  [CAUSE.noAnswer]: { outcome: 'no_answer', reason: null },
  [CAUSE.unreachable]: { outcome: 'unreachable', reason: null },
  [CAUSE.busy]: { outcome: 'busy', reason: null },
  [CAUSE.rejected]: { outcome: 'refused', reason: 'declined' },
  [CAUSE.unknownNumber]: { outcome: 'unreachable', reason: 'unknown_number' },
};
type Ending = Pick<CallRecord, 'outcome' | 'reason'>;
type Ended = { direction: string; answeredAt: Date | null; cause: number; reason: string | null };

const isRefusal = (reason: string | null): reason is Exclude<CallReason, EndReason> =>
  reason !== null && reason !== 'not_ours' && Object.hasOwn(REFUSALS, reason);

/** As what a call stands in the history, and why. Every other cause is a failure on the way. */
export function endingOf({ direction, answeredAt, cause, reason }: Ended): Ending {
  if (answeredAt) return { outcome: 'answered', reason: null };
  if (isRefusal(reason)) return { outcome: REFUSALS[reason].outcome, reason };
  const ending = UNANSWERED[cause] ?? { outcome: 'unreachable', reason: 'failed' };
  return ending.outcome === 'no_answer' && direction === 'inbound' ? { ...ending, outcome: 'missed' } : ending;
}

export async function listLiveCalls(tx: Tx, tenantId: string, query: z.output<typeof LiveCallQuery>) {
  const rows = await sql.listLiveCalls(tx, tenantId, pageOf(query));
  return toPage(rows, query.limit, await sql.countLiveCalls(tx, tenantId), cursorOf, toLiveCall);
}

export async function listCallRecords(tx: Tx, tenantId: string, query: z.output<typeof CallRecordQuery>) {
  const { search, direction, extensionId, from, to } = query;
  const filter = { tenantId, search, direction, extensionId, from, to };
  const rows = await sql.listCallRecords(tx, filter, pageOf(query));
  return toPage(rows, query.limit, await sql.countCallRecords(tx, filter), cursorOf, toCallRecord);
}

/**
 * Has call control end a call in progress. Nothing but its parties ends an emergency call: while a phone of it is silent, call
 * control asks that phone whether it is still there, and ends the call if it is not.
 */
export async function endCall(
  tx: Tx,
  by: Actor,
  tenant: { id: string; partnerId: string },
  call: sql.LiveCallRow,
): Promise<void> {
  if (isProtected({ emergency: call.emergency, to: call.to_number }) && !call.silent_since)
    throw fail('emergency_call', 'This is an emergency call: only its parties end it.');
  await sql.notifyHangUp(tx, { callId: call.id, tenantId: tenant.id });
  await recordEvent(tx, by, {
    action: 'call.ended',
    target: { kind: 'call', id: call.id },
    partnerId: tenant.partnerId,
    tenantId: tenant.id,
    before: { direction: call.direction, from: call.from_number, to: call.to_number },
  });
}

function pageOf(query: z.output<typeof LiveCallQuery>): sql.Page {
  const { descending } = readSort<'startedAt'>(query.sort);
  return { descending, after: readCursor(query.cursor), limit: query.limit };
}

const cursorOf = (row: sql.LiveCallRow | sql.CallRecordRow) => ({ key: sql.BY_START.of(row), id: row.id });

function toLiveCall(row: sql.LiveCallRow): LiveCall {
  return { ...sharedOf(row), silentSince: row.silent_since?.toISOString() ?? null };
}

function sharedOf(row: sql.LiveCallRow | sql.CallRecordRow): Omit<LiveCall, 'silentSince'> {
  return {
    id: row.id,
    direction: row.direction,
    emergency: row.emergency,
    from: row.from_number,
    to: row.to_number,
    extensionId: row.extension_id,
    didId: row.did_id,
    startedAt: row.admitted_at.toISOString(),
    answeredAt: row.answered_at?.toISOString() ?? null,
  };
}

export function toCallRecord(row: sql.CallRecordRow): CallRecord {
  const talked = row.answered_at ? row.ended_at.getTime() - row.answered_at.getTime() : 0;
  return {
    ...sharedOf(row),
    endedAt: row.ended_at.toISOString(),
    seconds: Math.max(0, Math.round(talked / 1000)),
    extension: row.extension,
    ...endingOf({ direction: row.direction, answeredAt: row.answered_at, cause: row.cause, reason: row.reason }),
    cause: row.cause,
  };
}
