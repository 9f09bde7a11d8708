import { addJob, type Db, inContext, type Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import type { Actor } from '../platform/http/caller.ts';
import { notFound } from '../platform/http/errors.ts';
import type { Passage, Transcript } from './contract.ts';
import { MOST_ATTEMPTS, wordsOf } from './rules.ts';
import * as sql from './sql.ts';

/** What was said in a message. Throws 404 where nobody was asked: without a speech service, and for older messages. */
export async function readTranscript(tx: Tx, voicemailId: string): Promise<Transcript> {
  const row = await sql.findTranscript(tx, voicemailId);
  if (!row) throw notFound();
  return row;
}

/** Has a new message transcribed, once its transaction is committed. Without a speech service the job does nothing. */
export const requestTranscript = (tx: Tx, tenantId: string, voicemailId: string): Promise<void> =>
  addJob(tx, 'transcribe_voicemail', { tenantId, voicemailId });

/** Asks again for a transcript that has failed. One that is waiting or done stays. */
export async function retryTranscript(
  tx: Tx,
  by: Actor,
  tenant: { id: string; partnerId: string },
  voicemailId: string,
): Promise<Transcript> {
  if (await sql.restart(tx, voicemailId)) {
    await requestTranscript(tx, tenant.id, voicemailId);
    await recordEvent(tx, by, {
      action: 'voicemail.transcript_requested',
      target: { kind: 'voicemail', id: voicemailId },
      partnerId: tenant.partnerId,
      tenantId: tenant.id,
      after: { state: 'waiting' },
    });
  }
  return readTranscript(tx, voicemailId);
}

/**
 * Makes the transcript of a message by `listen`, which reads its sound and asks the speech service. No connection is held meanwhile. Throws what
 * `listen` throws, for the job to be tried again, until it has failed for good.
 */
export async function makeTranscript(
  db: Db,
  { tenantId, voicemailId }: { tenantId: string; voicemailId: string },
  listen: () => Promise<Passage[]>,
): Promise<void> {
  const attempts = await inContext(db, { tenantId }, (tx) => sql.beginAttempt(tx, tenantId, voicemailId));
  if (attempts === null) return;
  const write = (state: 'done' | 'failed', passages: Passage[]) =>
    inContext(db, { tenantId }, (tx) => sql.finish(tx, voicemailId, { state, passages, words: wordsOf(passages) }));
  try {
    await write('done', await listen());
  } catch (error) {
    if (attempts < MOST_ATTEMPTS) throw error;
    await write('failed', []);
  }
}
