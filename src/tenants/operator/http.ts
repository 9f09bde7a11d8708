import { byId } from '../../platform/http/by-id.ts';
import type { Server } from '../../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import {
  recordView,
  reactivateAsOperator,
  readOperatorTenant,
  searchAsOperator,
  suspendAsOperator,
} from './operator.ts';

const existing = byId('tenantId', readOperatorTenant);

/** The operator's routes for tenants of any partner. */
export function operatorTenantRoutes(server: Server): void {
  server.on(endpoints.searchTenantsAsOperator, ({ tx, caller, query }) => searchAsOperator(tx, caller, query.search));

  server.on(endpoints.getOperatorTenant, existing, async ({ tx, caller, found }) => {
    await recordView(tx, caller, found.tenantId);
    return found;
  });

  server.on(endpoints.suspendTenantAsOperator, existing, ({ tx, caller, params, body }) =>
    suspendAsOperator(tx, caller, params.tenantId, body),
  );

  server.on(endpoints.reactivateTenantAsOperator, existing, ({ tx, caller, params, body, now }) =>
    reactivateAsOperator(tx, caller, { tenantId: params.tenantId, input: body, now }),
  );
}
