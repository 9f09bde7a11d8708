import { extensionOfUser } from '../../people/users/users.ts';
import type { Db, Tx } from '../../platform/db/db.ts';
import type { Caller } from '../../platform/http/caller.ts';
import { CsvResponse } from '../../platform/http/responses/csv-response.ts';
import type { Server } from '../../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { exportCallRecords, listCallRecords, readCallRecord, type Reader } from './history.ts';
import type { CallMedia } from './record.ts';

export function historyRoutes(server: Server, { db, media }: { db: Db; media: CallMedia }): void {
  server.on(endpoints.listCalls, async ({ tx, caller, tenant, query }) =>
    listCallRecords(tx, media, { tenantId: tenant.id, query, reader: await readerOf(tx, caller) }),
  );

  server.on(
    endpoints.exportCalls,
    ({ caller, tenant, query }) =>
      new CsvResponse(
        endpoints.exportCalls.download,
        exportCallRecords(db, caller, { tenant, query, media }, (tx) => readerOf(tx, caller)),
      ),
  );

  server.on(
    endpoints.getCall,
    { find: async ({ tx, caller, params }) => readCallRecord(tx, media, params.callId, await readerOf(tx, caller)) },
    ({ found }) => found,
  );
}

/** Users who are not admins read the calls of their own extension, or none if they have no extension. */
async function readerOf(tx: Tx, caller: Caller): Promise<Reader> {
  if (caller.role !== 'tenant_user') return 'all';
  const extensionId = await extensionOfUser(tx, caller.id);
  return extensionId === null ? 'nobody' : { extensionId };
}
