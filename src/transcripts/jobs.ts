import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { openStorage, type Storage } from '../platform/db/storage.ts';
import { PIECE_SECONDS, readPiece } from '../recordings/pieces.ts';
import { messageFile } from '../voicemail/voicemails.ts';
import { type Passage, SPEAKERS } from './contract.ts';
import { listen } from './listen.ts';
import { later } from './rules.ts';
import type { SpeechService } from './speech-service.ts';
import { makeTranscript } from './transcripts.ts';

const Message = z.object({ tenantId: z.string(), voicemailId: z.string() });
const Recording = z.object({ tenantId: z.string(), recordingId: z.string() });

export const transcriptTasks = {
  /** Added by the transaction that stores the message. */
  transcribe_voicemail: {
    run: withPayload(Message, async ({ tenantId, voicemailId: id }, { db, config }) => {
      const { speech } = config;
      if (!speech) return;
      const storage = openStorage(config.dataDir);
      await makeTranscript(db, tenantId, { kind: 'voicemail', id }, () => hearMessage(speech, storage, tenantId, id));
    }),
  },
  /** Added by the transaction that completes the recording. */
  transcribe_recording: {
    run: withPayload(Recording, async ({ tenantId, recordingId: id }, { db, config }) => {
      const { speech } = config;
      if (!speech) return;
      const storage = openStorage(config.dataDir);
      await makeTranscript(db, tenantId, { kind: 'recording', id }, () => hearRecording(speech, storage, tenantId, id));
    }),
  },
} satisfies Tasks;

async function hearMessage(speech: SpeechService, storage: Storage, tenantId: string, id: string): Promise<Passage[]> {
  const file = await storage.open(tenantId, 'voicemails', messageFile(id));
  if (!file) return [];
  try {
    return await listen(speech, await buffer(file.read()), ['caller']);
  } finally {
    await file.close();
  }
}

/** Piece by piece, because a call of hours is too large for memory and for one request. */
async function hearRecording(
  speech: SpeechService,
  storage: Storage,
  tenantId: string,
  id: string,
): Promise<Passage[]> {
  const passages: Passage[] = [];
  for (let piece = 0; ; piece++) {
    const wav = await readPiece(storage, tenantId, id, piece);
    if (!wav) return passages;
    passages.push(...later(await listen(speech, wav, SPEAKERS), piece * PIECE_SECONDS));
  }
}
