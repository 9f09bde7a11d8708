import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { firstRow } from '../platform/db/rows.ts';
import { newId } from '../platform/values/ids.ts';
import { Passage, type TranscriptSource, type TranscriptState } from './contract.ts';

export type TranscriptRow = { state: TranscriptState; passages: Passage[] };

const Passages = z.array(Passage);

/** The column that refers to the source, and the source's table. */
const SOURCES = {
  voicemail: {
    column: 'voicemail_id',
    ready: (id: string) => sql`select id, tenant_id from voicemails where id = ${id}`,
  },
  recording: {
    column: 'recording_id',
    ready: (id: string) => sql`select id, tenant_id from recordings where id = ${id} and state = 'ready'`,
  },
} as const;

export async function findTranscript(tx: Tx, { kind, id }: TranscriptSource): Promise<TranscriptRow | null> {
  const query = tx.selectFrom('transcripts').select(['state', 'passages']).where(SOURCES[kind].column, '=', id);
  const row = await query.executeTakeFirst();
  return row ? { state: row.state, passages: Passages.parse(row.passages) } : null;
}

/** Counts an attempt and returns how many there were; null if the sound was deleted or its transcript is done. */
export async function beginAttempt(tx: Tx, tenantId: string, { kind, id }: TranscriptSource): Promise<number | null> {
  const { column, ready } = SOURCES[kind];
  const query = sql<{ attempts: number }>`
    insert into transcripts (id, tenant_id, ${sql.ref(column)}, attempts)
    select ${newId()}, s.tenant_id, s.id, 1 from (${ready(id)}) s where s.tenant_id = ${tenantId}
    on conflict (${sql.ref(column)}) do update set attempts = transcripts.attempts + 1 where transcripts.state = 'waiting'
    returning attempts`;
  return (await firstRow(tx, query))?.attempts ?? null;
}

/**
 * Saves a transcript if it is still awaited. A late or repeated one changes nothing, and neither does one for a deleted
 * sound.
 */
export async function finish(
  tx: Tx,
  { kind, id }: TranscriptSource,
  result: { state: Exclude<TranscriptState, 'waiting'>; passages: Passage[]; words: string },
): Promise<void> {
  await tx
    .updateTable('transcripts')
    .set({ ...result, passages: JSON.stringify(result.passages) })
    .where(SOURCES[kind].column, '=', id)
    .where('state', '=', 'waiting')
    .execute();
}

/** True if the transcript had failed and now waits again. */
export async function restart(tx: Tx, { kind, id }: TranscriptSource): Promise<boolean> {
  const result = await tx
    .updateTable('transcripts')
    .set({ state: 'waiting', attempts: 0 })
    .where(SOURCES[kind].column, '=', id)
    .where('state', '=', 'failed')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** The next page of the tenant's transcripts, after this id. */
export async function transcriptsAfter(tx: Tx, tenantId: string, after: string, limit: number) {
  const rows = await tx
    .selectFrom('transcripts')
    .select(['id', 'voicemail_id', 'recording_id', 'state', 'passages'])
    .where('tenant_id', '=', tenantId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, passages: Passages.parse(row.passages) }));
}
