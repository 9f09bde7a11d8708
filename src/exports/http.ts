import type { Config } from '../platform/config.ts';
import { openStorage } from '../platform/db/storage.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { downloadExport, readExport, requestExport } from './exports.ts';

/** The scope is `record`, because a cancelled tenant's data can also be exported. */
export function exportRoutes(server: Server, { config }: { config: Config }): void {
  const storage = openStorage(config.dataDir);

  server.on(endpoints.requestExport, ({ tx, caller, tenant, now }) => requestExport(tx, caller, tenant, now));

  server.on(endpoints.getExport, ({ tx, tenant }) => readExport(tx, tenant.id));

  server.on(endpoints.downloadExport, ({ tx, caller, tenant, request }) =>
    downloadExport(tx, caller, { tenant, range: request.headers.range, storage }),
  );
}
