import type { z } from 'zod';
import { addJob, type Tx } from '../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import type { Storage } from '../platform/db/storage.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, notFound } from '../platform/http/errors.ts';
import { onePage, readPage, toPage } from '../platform/http/paging.ts';
import { FileResponse } from '../platform/http/responses/file-response.ts';
import type { Access } from './access.ts';
import { type Recording, type RecordingDetail, recordingErrors, type RecordingQuery } from './contract.ts';
import * as sql from './recordings-sql.ts';
import { LISTENS_AGAIN_MS } from './rules.ts';

const fail = errorFactory(recordingErrors);

/** The stored sound of a recording. */
export const recordingFile = (id: string): string => `${id}.wav`;

export function toRecording(row: sql.RecordingRow): Recording {
  return {
    id: row.id,
    callId: row.call_id,
    direction: row.direction,
    from: row.from_number,
    to: row.to_number,
    extensionIds: row.extension_ids,
    cause: row.cause,
    startedAt: row.started_at.toISOString(),
    state: row.state,
    failure: row.failure,
    seconds: row.milliseconds === null ? null : row.milliseconds / 1000,
    bytes: row.bytes === null ? null : Number(row.bytes),
    transcript: row.transcript,
  };
}

export const toDetail = (row: sql.RecordingRow): RecordingDetail => ({
  ...toRecording(row),
  peaks: row.peaks && { caller: [...sideOf(row.peaks, 0)], callee: [...sideOf(row.peaks, 1)] },
});

/** The caller's half comes first. */
const sideOf = (peaks: Buffer, side: 0 | 1): Buffer => {
  const steps = peaks.length / 2;
  return peaks.subarray(side * steps, (side + 1) * steps);
};

export async function listRecordings(tx: Tx, query: z.output<typeof RecordingQuery>, access: Access) {
  if (access === 'none') return onePage([]);
  const page = readPage<'startedAt'>(query);
  const { search, extensionId, callId, from, to } = query;
  const own = access === 'all' ? [] : [access.extensionId];
  const extensionIds = [...own, ...(extensionId === undefined ? [] : [extensionId])];
  const filter = { search, extensionIds, callId, from, to };
  const rows = await sql.listRecordings(tx, filter, page);
  const total = await sql.countRecordings(tx, filter);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.BY_START), toRecording);
}

/** For the call history: by call, its first playable recording. */
export const recordingsOfCalls = (tx: Tx, callIds: readonly string[]): Promise<Map<string, string>> =>
  sql.recordingsOfCalls(tx, callIds);

/** Returns the sound and audits the listener, once for all pieces that a player requests. */
export async function playRecording(
  tx: Tx,
  by: Actor,
  { tenant, row, storage, now }: { tenant: Owner; row: sql.RecordingRow; storage: Storage; now: Date },
): Promise<FileResponse> {
  const open = row.state === 'ready' ? await storage.open(tenant.id, 'recordings', recordingFile(row.id)) : null;
  if (!open) throw notFound();
  await noteListener(tx, by, { tenant, row, now });
  const at = row.started_at.toISOString().slice(0, 16).replaceAll(/[:T]/g, '-');
  return new FileResponse(open, { type: 'audio/wav', name: `recording-${row.from_number}-${row.to_number}-${at}.wav` });
}

async function noteListener(
  tx: Tx,
  by: Actor,
  { tenant, row, now }: { tenant: Owner; row: sql.RecordingRow; now: Date },
): Promise<void> {
  const lastHeard = row.heard_by === by.id ? row.heard_at : null;
  if (lastHeard && now.getTime() - lastHeard.getTime() < LISTENS_AGAIN_MS) return;
  await sql.updateRecording(tx, row.id, { heard_by: by.id, heard_at: now });
  await recordEvent(tx, by, { ...eventOf('recording.played', tenant, row.id), after: audited(row) });
}

/** Deletes the recording. Its file is deleted after the commit. */
export async function deleteRecording(tx: Tx, by: Actor, tenant: Owner, row: sql.RecordingRow): Promise<void> {
  if (row.state === 'recording')
    throw fail('recording_running', 'The call is still being recorded. Stop the recording first.');
  await dropRecordings(tx, tenant.id, [row.id]);
  await recordEvent(tx, by, { ...eventOf('recording.deleted', tenant, row.id), before: audited(row) });
}

/** Deletes the rows first, because the files must not disappear before their rows. */
export async function dropRecordings(tx: Tx, tenantId: string, ids: readonly string[]): Promise<void> {
  await sql.deleteRecordings(tx, ids);
  await addJob(tx, 'remove_recording_files', { tenantId, recordings: [...ids] });
}

const audited = (row: sql.RecordingRow) => {
  const { from, to, startedAt, seconds } = toRecording(row);
  return { from, to, startedAt, seconds };
};

const eventOf = eventsOf('recording');
