import type { Tx } from '../platform/db/db.ts';
import type { Caller } from '../platform/http/caller.ts';
import type { Server } from '../platform/http/server.ts';
import { findAccessible as findAccessibleRecording } from '../recordings/access.ts';
import { findAccessible as findAccessibleMessage } from '../voicemail/access.ts';
import * as endpoints from './endpoints.ts';
import { readTranscript, retryTranscript } from './transcripts.ts';

const voicemail = {
  find: async ({ tx, caller, params }: { tx: Tx; caller: Caller; params: { voicemailId: string } }) => {
    const message = await findAccessibleMessage(tx, caller, params.voicemailId);
    return message && ({ kind: 'voicemail', id: message.id } as const);
  },
};

const recording = {
  find: async ({ tx, caller, params }: { tx: Tx; caller: Caller; params: { recordingId: string } }) => {
    const found = await findAccessibleRecording(tx, caller, params.recordingId);
    return found && ({ kind: 'recording', id: found.id } as const);
  },
};

export function transcriptRoutes(server: Server): void {
  server.on(endpoints.getVoicemailTranscript, voicemail, ({ tx, found }) => readTranscript(tx, found));

  server.on(endpoints.retryVoicemailTranscript, voicemail, ({ tx, caller, tenant, found }) =>
    retryTranscript(tx, caller, tenant, found),
  );

  server.on(endpoints.getRecordingTranscript, recording, ({ tx, found }) => readTranscript(tx, found));

  server.on(endpoints.retryRecordingTranscript, recording, ({ tx, caller, tenant, found }) =>
    retryTranscript(tx, caller, tenant, found),
  );
}
