import { z } from 'zod';
import { type Tasks, withPayload } from '../platform/db/jobs.ts';
import { openStorage } from '../platform/db/storage.ts';
import { messageFile } from './voicemails.ts';

const Files = z.object({ tenantId: z.string(), messages: z.array(z.string()), greetings: z.array(z.string()) });

export const voicemailTasks = {
  /** Added by the transaction that deletes the rows: when it runs, nothing refers to the files any more. */
  remove_voicemail_files: {
    run: withPayload(Files, async ({ tenantId, messages, greetings }, { config }) => {
      const storage = openStorage(config.dataDir);
      for (const id of messages) await storage.remove(tenantId, 'voicemails', messageFile(id));
      for (const file of greetings) await storage.remove(tenantId, 'greetings', file);
    }),
  },
} satisfies Tasks;
