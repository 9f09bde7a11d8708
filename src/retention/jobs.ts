import { z } from 'zod';
import { addJob, asNobody } from '../platform/db/db.ts';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { openStorage } from '../platform/db/storage.ts';
import { deleteOldBooks } from './books.ts';
import { purgeTenant } from './retention.ts';
import { ROWS_PER_QUERY } from './rules.ts';
import { purgeKey } from './schedule.ts';
import * as sql from './sql.ts';
import { warnOfPurges } from './warnings.ts';

export const retentionTasks = {
  /** Runs when the tenant is due. A failure is retried by the queue, and by the sweep after that. */
  purge_tenant: {
    run: withPayload(z.object({ tenantId: z.string() }), async ({ tenantId }, { db, config: { dataDir }, log }) => {
      try {
        const outcome = await purgeTenant({ db, storage: openStorage(dataDir), dataDir }, tenantId);
        log.info({ tenantId, outcome }, 'purge');
      } catch (error) {
        log.error({ err: error, tenantId }, 'a purge failed and will be retried');
        throw error;
      }
    }),
  },
  /** Queues purges whose job was lost, failed for good or ended at a hold that has since been lifted. Also sends the warnings. */
  sweep_retention: {
    cron: '23 * * * *',
    run: async (_ids, { db }) => {
      const now = await asNobody(db, sql.readClock);
      for await (const { tenant_id: tenantId } of sql.tenantsToPurge((work) => asNobody(db, work), now)) {
        await asNobody(db, (tx) => addJob(tx, 'purge_tenant', { tenantId }, { key: purgeKey(tenantId) }));
      }
      await warnOfPurges(db);
      while ((await asNobody(db, sql.dropOldLedger)) === ROWS_PER_QUERY);
    },
  },
  delete_old_books: {
    cron: '47 4 * * *',
    run: (_payload, { db }) => deleteOldBooks(db, new Date()),
  },
} satisfies Tasks;
