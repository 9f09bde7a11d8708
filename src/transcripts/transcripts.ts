import { addJob, type Db, inContext, type Tx } from '../platform/db/db.ts';
import { eachById, mapPages } from '../platform/db/each-page.ts';
import { type Owner, recordEvent } from '../platform/db/events.ts';
import type { Actor } from '../platform/http/caller.ts';
import { notFound } from '../platform/http/errors.ts';
import type { Passage, TranscriptSource, Transcript } from './contract.ts';
import { MAX_ATTEMPTS, textOf } from './rules.ts';
import * as sql from './sql.ts';

/** Throws 404 if no transcript was requested, because there is no speech service, or there was none at the time. */
export async function readTranscript(tx: Tx, spoken: TranscriptSource): Promise<Transcript> {
  const row = await sql.findTranscript(tx, spoken);
  if (!row) throw notFound();
  return row;
}

/**
 * Requests a transcript of a new message or recording after the commit. Without a speech service the job does nothing.
 */
export const requestTranscript = (tx: Tx, tenantId: string, { kind, id }: TranscriptSource): Promise<void> =>
  kind === 'voicemail'
    ? addJob(tx, 'transcribe_voicemail', { tenantId, voicemailId: id })
    : addJob(tx, 'transcribe_recording', { tenantId, recordingId: id });

/** Requests a failed transcript again. Changes nothing if it is waiting or done. */
export async function retryTranscript(tx: Tx, by: Actor, tenant: Owner, spoken: TranscriptSource): Promise<Transcript> {
  if (await sql.restart(tx, spoken)) {
    await requestTranscript(tx, tenant.id, spoken);
    await recordEvent(tx, by, {
      action: `${spoken.kind}.transcript_requested`,
      target: spoken,
      partnerId: tenant.partnerId,
      tenantId: tenant.id,
      after: { state: 'waiting' },
    });
  }
  return readTranscript(tx, spoken);
}

/**
 * Makes a transcript with `listen`, which reads the sound and calls the speech service. Uses no database connection meanwhile. Rethrows errors of
 * `listen`, so that the job is retried, until the last attempt.
 */
export async function makeTranscript(
  db: Db,
  tenantId: string,
  spoken: TranscriptSource,
  listen: () => Promise<Passage[]>,
): Promise<void> {
  const attempts = await inContext(db, { tenantId }, (tx) => sql.beginAttempt(tx, tenantId, spoken));
  if (attempts === null) return;
  const write = (state: 'done' | 'failed', passages: Passage[]) =>
    inContext(db, { tenantId }, (tx) => sql.finish(tx, spoken, { state, passages, words: textOf(passages) }));
  try {
    await write('done', await listen());
  } catch (error) {
    if (attempts < MAX_ATTEMPTS) throw error;
    await write('failed', []);
  }
}

const EXPORT_PAGE = 500;

/** All transcripts of the tenant, for its export. */
export function allTranscripts(within: <R>(work: (tx: Tx) => Promise<R>) => Promise<R>, tenantId: string) {
  const pages = eachById(
    EXPORT_PAGE,
    (after, atMost) => within((tx) => sql.transcriptsAfter(tx, tenantId, after, atMost)),
    ({ id }) => id,
  );
  return mapPages(pages, ({ voicemail_id: voicemailId, recording_id: recordingId, state, passages }) => ({
    voicemailId,
    recordingId,
    state,
    passages,
  }));
}
