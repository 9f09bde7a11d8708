import type { Tx } from '../platform/db/db.ts';
import type { Server } from '../platform/http/server.ts';
import { findVoicemail } from '../voicemail/voicemails.ts';
import * as endpoints from './endpoints.ts';
import { readTranscript, retryTranscript } from './transcripts.ts';

/** The message that the path names. */
const voicemail = {
  find: ({ tx, params }: { tx: Tx; params: { voicemailId: string } }) => findVoicemail(tx, params.voicemailId),
};

export function transcriptRoutes(server: Server): void {
  server.on(endpoints.getVoicemailTranscript, voicemail, ({ tx, found }) => readTranscript(tx, found.id));

  server.on(endpoints.retryVoicemailTranscript, voicemail, ({ tx, caller, tenant, found }) =>
    retryTranscript(tx, caller, tenant, found.id),
  );
}
