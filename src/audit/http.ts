import type { Db } from '../platform/db/db.ts';
import { isTenantRole } from '../platform/http/caller.ts';
import { CsvResponse } from '../platform/http/responses/csv-response.ts';
import type { Server } from '../platform/http/server.ts';
import { exportEvents, listEvents, listTenantEvents, verifyTrail } from './audit.ts';
import * as endpoints from './endpoints.ts';

export function auditRoutes(server: Server, { db }: { db: Db }): void {
  server.on(endpoints.listAuditEvents, ({ tx, partnerId, query }) => listEvents(tx, { partnerId }, query));

  server.on(endpoints.listTenantAuditEvents, ({ tx, caller, tenant, query }) =>
    listTenantEvents(tx, tenant.id, query, isTenantRole(caller.role) ? 'tenant' : 'partner'),
  );

  server.on(endpoints.verifyAuditEvents, ({ tx, partnerId }) => verifyTrail(tx, { partnerId }));

  server.on(endpoints.listOperatorAuditEvents, ({ tx, query }) => listEvents(tx, 'operator', query));

  server.on(endpoints.verifyOperatorAuditEvents, ({ tx }) => verifyTrail(tx, 'all'));

  server.on(
    endpoints.exportAuditEvents,
    ({ caller, partnerId, query }) =>
      new CsvResponse(endpoints.exportAuditEvents.download, exportEvents(db, caller, partnerId, query)),
  );
}
