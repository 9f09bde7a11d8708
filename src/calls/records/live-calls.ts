import type { z } from 'zod';
import { extensionsById } from '../../extensions/presence.ts';
import type { Tx } from '../../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent } from '../../platform/db/events.ts';
import { cursorBy } from '../../platform/db/keyset.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { errorFactory } from '../../platform/http/errors.ts';
import { readPage, toPage } from '../../platform/http/paging.ts';
import { callErrors, type CallParty, type LiveCall, type LiveCallQuery } from '../contract.ts';
import { isProtected } from '../rules.ts';
import * as sql from './live-calls-sql.ts';

const fail = errorFactory(callErrors);

export async function listLiveCalls(tx: Tx, tenantId: string, query: z.output<typeof LiveCallQuery>) {
  const page = readPage<'startedAt'>(query);
  const rows = await sql.listLiveCalls(tx, tenantId, page);
  const parties = await extensionsById(
    tx,
    rows.flatMap(({ ringing, talking }) => [...ringing, ...talking]),
  );
  return toPage(
    { rows, limit: page.limit, total: await sql.countLiveCalls(tx, tenantId) },
    cursorBy(sql.BY_START),
    (row) => toLiveCall(row, parties),
  );
}

/** All live calls of the transaction's tenant, newest first. `extensions`: all extensions of the tenant. */
export async function liveCallsOf(tx: Tx, tenantId: string, extensions: readonly CallParty[]): Promise<LiveCall[]> {
  const rows = await sql.allLiveCalls(tx, tenantId);
  const parties = new Map(extensions.map(({ id, number, name }) => [id, { id, number, name }]));
  return rows.map((row) => toLiveCall(row, parties));
}

/**
 * Asks call control to end a live call. Only its parties may end an emergency call. But while one of its phones is
 * silent, call control asks that phone whether it is still there, and ends the call if it isn't.
 */
export async function endCall(tx: Tx, by: Actor, tenant: Owner, call: sql.EndableCall): Promise<void> {
  if (isProtected({ emergency: call.emergency, to: call.to_number }) && !call.silent_since)
    throw fail('emergency_call', 'This is an emergency call. Only its parties can end it.');
  await sql.notifyHangUp(tx, { callId: call.id, tenantId: tenant.id });
  await recordEvent(tx, by, {
    ...eventOf('call.ended', tenant, call.id),
    before: { direction: call.direction, from: call.from_number, to: call.to_number },
  });
}

/** Extensions that were deleted during the call are left out. */
const partiesOf = (ids: readonly string[], extensions: ReadonlyMap<string, CallParty>): CallParty[] =>
  ids.flatMap((id) => extensions.get(id) ?? []);

const toLiveCall = (row: sql.LiveCallRow, extensions: ReadonlyMap<string, CallParty>): LiveCall => ({
  id: row.id,
  direction: row.direction,
  emergency: row.emergency,
  from: row.from_number,
  to: row.to_number,
  extensionId: row.extension_id,
  didId: row.did_id,
  startedAt: row.admitted_at.toISOString(),
  answeredAt: row.answered_at?.toISOString() ?? null,
  flowAnsweredAt: row.flow_answered_at?.toISOString() ?? null,
  silentSince: row.silent_since?.toISOString() ?? null,
  recording: row.recording,
  ringing: partiesOf(row.ringing, extensions),
  talking: partiesOf(row.talking, extensions),
});

const eventOf = eventsOf('call');
