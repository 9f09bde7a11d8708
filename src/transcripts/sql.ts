import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { newId } from '../platform/values/ids.ts';
import { Passage, type TranscriptState } from './contract.ts';

export type TranscriptRow = { state: TranscriptState; passages: Passage[] };

const Passages = z.array(Passage);

export async function findTranscript(tx: Tx, voicemailId: string): Promise<TranscriptRow | null> {
  const query = tx.selectFrom('transcripts').select(['state', 'passages']).where('voicemail_id', '=', voicemailId);
  const row = await query.executeTakeFirst();
  return row ? { state: row.state, passages: Passages.parse(row.passages) } : null;
}

/** Counts an attempt and returns how many there were; null if there is no such message any more, or its transcript is done. */
export async function beginAttempt(tx: Tx, tenantId: string, voicemailId: string): Promise<number | null> {
  const { rows } = await sql<{ attempts: number }>`
    insert into transcripts (id, tenant_id, voicemail_id, attempts)
    select ${newId()}, v.tenant_id, v.id, 1 from voicemails v where v.id = ${voicemailId} and v.tenant_id = ${tenantId}
    on conflict (voicemail_id) do update set attempts = transcripts.attempts + 1 where transcripts.state = 'waiting'
    returning attempts`.execute(tx);
  return rows[0]?.attempts ?? null;
}

/** Writes the answer where it is still awaited: one that comes late or twice changes nothing, nor one for a deleted message. */
export async function finish(
  tx: Tx,
  voicemailId: string,
  result: { state: Exclude<TranscriptState, 'waiting'>; passages: Passage[]; words: string },
): Promise<void> {
  await tx
    .updateTable('transcripts')
    .set({ ...result, passages: JSON.stringify(result.passages) })
    .where('voicemail_id', '=', voicemailId)
    .where('state', '=', 'waiting')
    .execute();
}

/** True if the transcript had failed, and is awaited again. */
export async function restart(tx: Tx, voicemailId: string): Promise<boolean> {
  const result = await tx
    .updateTable('transcripts')
    .set({ state: 'waiting', attempts: 0 })
    .where('voicemail_id', '=', voicemailId)
    .where('state', '=', 'failed')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
