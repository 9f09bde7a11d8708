import type { z } from 'zod';
import { recordEvent } from '../platform/db/events.ts';
import type { Tx } from '../platform/db/db.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory } from '../platform/http/errors.ts';
import { readCursor, readSort, toPage } from '../platform/http/paging.ts';
import { callErrors, type LiveCall, type LiveCallQuery } from './contract.ts';
import { isProtected } from './rules.ts';
import * as sql from './live-calls-sql.ts';

const fail = errorFactory(callErrors);

export async function listLiveCalls(tx: Tx, tenantId: string, query: z.output<typeof LiveCallQuery>) {
  const { descending } = readSort<'startedAt'>(query.sort);
  const { limit } = query;
  const rows = await sql.listLiveCalls(tx, tenantId, { descending, after: readCursor(query.cursor), limit });
  const cursorOf = (row: sql.LiveCallRow) => ({ key: sql.BY_START.of(row), id: row.id });
  return toPage(rows, limit, await sql.countLiveCalls(tx, tenantId), cursorOf, toLiveCall);
}

/** All calls in progress of the transaction's tenant, newest first. */
export async function liveCallsOf(tx: Tx, tenantId: string): Promise<LiveCall[]> {
  return (await sql.allLiveCalls(tx, tenantId)).map(toLiveCall);
}

/**
 * Has call control end a call in progress. Nothing but its parties ends an emergency call: while a phone of it is silent, call
 * control asks that phone whether it is still there, and ends the call if it is not.
 */
export async function endCall(
  tx: Tx,
  by: Actor,
  tenant: { id: string; partnerId: string },
  call: sql.EndableCall,
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

const toLiveCall = (row: sql.LiveCallRow): LiveCall => ({
  id: row.id,
  direction: row.direction,
  emergency: row.emergency,
  from: row.from_number,
  to: row.to_number,
  extensionId: row.extension_id,
  didId: row.did_id,
  startedAt: row.admitted_at.toISOString(),
  answeredAt: row.answered_at?.toISOString() ?? null,
  silentSince: row.silent_since?.toISOString() ?? null,
  ringing: row.ringing,
  talking: row.talking,
});
