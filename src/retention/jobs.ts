import { addJob, asNobody } from '../platform/db/db.ts';
import type { Tasks } from '../platform/db/jobs.ts';
import { openStorage } from '../platform/db/storage.ts';
import { purgeTenant } from './retention.ts';
import { purgeKey } from './schedule.ts';
import * as sql from './sql.ts';
import { warnOfPurges } from './warnings.ts';

export const retentionTasks = {
  /** At the tenant's hour. A failure is tried again, and again by the sweep. */
  purge_tenant: {
    run: async ({ tenantId }, { db, config: { dataDir }, log }) => {
      try {
        const outcome = await purgeTenant({ db, storage: openStorage(dataDir), dataDir }, tenantId!);
        log.info({ tenantId, outcome }, 'purge');
      } catch (error) {
        log.error({ err: error, tenantId }, 'a purge did not come to its end; it is tried again');
        throw error;
      }
    },
  },
  /** Tenants past their time whose job was lost, failed for good, or ended at a hold that is gone; and the mails that come before. */
  sweep_retention: {
    cron: '23 * * * *',
    run: async (_ids, { db }) => {
      const now = await asNobody(db, sql.readClock);
      for await (const { tenant_id: tenantId } of sql.tenantsToPurge((work) => asNobody(db, work), now)) {
        await asNobody(db, (tx) => addJob(tx, 'purge_tenant', { tenantId }, { key: purgeKey(tenantId) }));
      }
      await warnOfPurges(db);
    },
  },
} satisfies Tasks;
