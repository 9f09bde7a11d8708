import { z } from 'zod';
import { webAddress } from '../platform/config.ts';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { openStorage } from '../platform/db/storage.ts';
import { deleteMailed, mailMessage } from './mails.ts';
import { sweepFiles } from './sweep.ts';
import { messageFile } from './voicemails.ts';

const Files = z.object({ tenantId: z.string(), messages: z.array(z.string()), greetings: z.array(z.string()) });

const Message = z.object({ tenantId: z.string(), voicemailId: z.string() });

export const voicemailTasks = {
  /** Added by the transaction that stores the message. */
  mail_voicemail: {
    run: withPayload(Message, (message, { db, config }) =>
      mailMessage(db, message, { webAddress: webAddress(config), now: new Date() }),
    ),
  },
  /** Added with the mails if the mailbox deletes mailed messages. */
  delete_mailed_voicemail: {
    run: withPayload(Message, (message, { db }) => deleteMailed(db, message, new Date())),
  },
  sweep_voicemail_files: {
    cron: '40 3 * * *',
    run: async (_payload, { db, config, log }) => {
      const removed = await sweepFiles(db, openStorage(config.dataDir), new Date());
      if (removed > 0) log.warn({ removed }, 'files of voicemail that no row named were removed');
    },
  },
  /** Added by the transaction that deletes the rows: when it runs, nothing refers to the files any more. */
  remove_voicemail_files: {
    run: withPayload(Files, async ({ tenantId, messages, greetings }, { config }) => {
      const storage = openStorage(config.dataDir);
      for (const id of messages) await storage.remove(tenantId, 'voicemails', messageFile(id));
      for (const file of greetings) await storage.remove(tenantId, 'greetings', file);
    }),
  },
} satisfies Tasks;
