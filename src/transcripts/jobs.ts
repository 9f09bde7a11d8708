import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { type Tasks, withPayload } from '../platform/db/jobs.ts';
import { openStorage } from '../platform/db/storage.ts';
import { messageFile } from '../voicemail/voicemails.ts';
import { listen } from './listen.ts';
import { makeTranscript } from './transcripts.ts';

const Message = z.object({ tenantId: z.string(), voicemailId: z.string() });

export const transcriptTasks = {
  /** Added by the transaction that stores the message. */
  transcribe_voicemail: {
    run: withPayload(Message, async (message, { db, config }) => {
      const { speech } = config;
      if (!speech) return;
      const storage = openStorage(config.dataDir);
      await makeTranscript(db, message, async () => {
        const file = await storage.open(message.tenantId, 'voicemails', messageFile(message.voicemailId));
        if (!file) return [];
        try {
          return await listen(speech, await buffer(file.read()), ['caller']);
        } finally {
          await file.close();
        }
      });
    }),
  },
} satisfies Tasks;
