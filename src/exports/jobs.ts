import type { Tasks } from '../platform/db/jobs.ts';
import { openStorage } from '../platform/db/storage.ts';
import { prepareExport, removeExport } from './exports.ts';

export const exportTasks = {
  export_tenant: {
    run: ({ tenantId, exportId }, { db, config }) =>
      prepareExport(db, openStorage(config.dataDir), tenantId!, exportId!),
  },
  remove_export: {
    run: ({ tenantId, exportId }, { db, config }) =>
      removeExport(db, openStorage(config.dataDir), tenantId!, exportId!),
  },
} satisfies Tasks;
