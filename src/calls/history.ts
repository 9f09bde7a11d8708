import type { z } from 'zod';
import type { Actor } from '../platform/caller.ts';
import type { Tx } from '../platform/db.ts';
import { failing } from '../platform/errors.ts';
import { recordEvent } from '../platform/events.ts';
import { readCursor, readSort, toPage } from '../platform/paging.ts';
import { callErrors, type LiveCall, type LiveCallQuery, type PastCall, type PastCallQuery } from './contract.ts';
import { CAUSE } from './rules.ts';
import * as sql from './sql.ts';

const fail = failing(callErrors);

/** How a call that nobody answered ended. Causes that are not here are failures. */
const UNANSWERED: Partial<Record<number, PastCall['outcome']>> = {
  [CAUSE.normal]: 'unanswered',
  [CAUSE.noAnswer]: 'unanswered',
  [CAUSE.unreachable]: 'unanswered',
  [CAUSE.busy]: 'busy',
  [CAUSE.rejected]: 'refused',
};

export function outcomeOf(call: { answeredAt: Date | null; cause: number }): PastCall['outcome'] {
  return call.answeredAt ? 'answered' : (UNANSWERED[call.cause] ?? 'failed');
}

export async function listLiveCalls(tx: Tx, tenantId: string, query: z.output<typeof LiveCallQuery>) {
  const rows = await sql.listLiveCalls(tx, tenantId, pageOf(query));
  return toPage(rows, query.limit, await sql.countLiveCalls(tx, tenantId), cursorOf, toLiveCall);
}

export async function listPastCalls(tx: Tx, tenantId: string, query: z.output<typeof PastCallQuery>) {
  const { search, direction, extensionId, from, to } = query;
  const filter = { tenantId, search, direction, extensionId, from, to };
  const rows = await sql.listPastCalls(tx, filter, pageOf(query));
  return toPage(rows, query.limit, await sql.countPastCalls(tx, filter), cursorOf, toPastCall);
}

/** Has call control end a call in progress. Nothing but its parties ends an emergency call. */
export async function endCall(
  tx: Tx,
  by: Actor,
  tenant: { id: string; partnerId: string },
  call: sql.LiveCallRow,
): Promise<void> {
  if (call.emergency) throw fail('emergency_call', 'This is an emergency call: only its parties end it.');
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

const cursorOf = (row: sql.LiveCallRow | sql.PastCallRow) => ({ key: sql.BY_START.of(row), id: row.id });

function toLiveCall(row: sql.LiveCallRow | sql.PastCallRow): LiveCall {
  return {
    id: row.id,
    direction: row.direction as LiveCall['direction'],
    emergency: row.emergency,
    from: row.from_number,
    to: row.to_number,
    extensionId: row.extension_id,
    didId: row.did_id,
    startedAt: row.admitted_at.toISOString(),
    answeredAt: row.answered_at?.toISOString() ?? null,
  };
}

export function toPastCall(row: sql.PastCallRow): PastCall {
  const talked = row.answered_at ? row.ended_at.getTime() - row.answered_at.getTime() : 0;
  return {
    ...toLiveCall(row),
    endedAt: row.ended_at.toISOString(),
    seconds: Math.max(0, Math.round(talked / 1000)),
    outcome: outcomeOf({ answeredAt: row.answered_at, cause: row.cause }),
    cause: row.cause,
  };
}
