import type { Tx } from '../platform/db/db.ts';
import type { Caller } from '../platform/http/caller.ts';
import type { Server } from '../platform/http/server.ts';
import { findReachable } from '../voicemail/access.ts';
import * as endpoints from './endpoints.ts';
import { readTranscript, retryTranscript } from './transcripts.ts';

/** The message that the path names. */
const voicemail = {
  find: ({ tx, caller, params }: { tx: Tx; caller: Caller; params: { voicemailId: string } }) =>
    findReachable(tx, caller, params.voicemailId),
};

export function transcriptRoutes(server: Server): void {
  server.on(endpoints.getVoicemailTranscript, voicemail, ({ tx, found }) => readTranscript(tx, found.id));

  server.on(endpoints.retryVoicemailTranscript, voicemail, ({ tx, caller, tenant, found }) =>
    retryTranscript(tx, caller, tenant, found.id),
  );
}
