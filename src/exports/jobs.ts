import { z } from 'zod';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { openStorage } from '../platform/db/storage.ts';
import { prepareExport, deleteExport } from './exports.ts';

const Export = z.object({ tenantId: z.string(), exportId: z.string() });

export const exportTasks = {
  export_tenant: {
    run: withPayload(Export, (payload, { db, config }) =>
      prepareExport(db, openStorage(config.dataDir), { ...payload, now: new Date() }),
    ),
  },
  remove_export: {
    run: withPayload(Export, ({ tenantId, exportId }, { db, config }) =>
      deleteExport(db, openStorage(config.dataDir), tenantId, exportId),
    ),
  },
} satisfies Tasks;
