import { z } from 'zod';
import { asTenant } from '../platform/db/db.ts';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { openStorage } from '../platform/db/storage.ts';
import { recordingFile } from './recordings.ts';
import { deleteExpired, sweepFiles } from './retention.ts';

const Files = z.object({ tenantId: z.string(), recordings: z.array(z.string()) });

export const recordingTasks = {
  /** Added by the transaction that deletes the rows: when it runs, nothing refers to the files any more. */
  remove_recording_files: {
    run: withPayload(Files, async ({ tenantId, recordings }, { config }) => {
      const storage = openStorage(config.dataDir);
      for (const id of recordings) await storage.remove(tenantId, 'recordings', recordingFile(id));
    }),
  },
  /** Deletes recordings whose retention period is over. */
  expire_recordings: {
    cron: '41 * * * *',
    run: async (_ids, { db, log }) => {
      const deleted = await deleteExpired(db, new Date());
      if (deleted > 0) log.info({ deleted }, 'deleted recordings at the end of their time');
    },
  },
  /** Deletes files without a row. */
  sweep_recording_files: {
    cron: '17 4 * * *',
    run: async (_ids, { db, config }) => {
      const storage = openStorage(config.dataDir);
      for (const tenantId of await storage.tenants())
        await asTenant(db, tenantId, (tx) => sweepFiles(tx, tenantId, storage, new Date()));
    },
  },
} satisfies Tasks;
