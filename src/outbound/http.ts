import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { readPermissions, savePermissions } from './outbound.ts';

export function outboundRoutes(server: Server): void {
  server.on(endpoints.getOutboundPermissions, ({ tx, tenant }) => readPermissions(tx, tenant.id));

  server.on(endpoints.putOutboundPermissions, ({ tx, caller, tenant, body, ifMatch }) =>
    savePermissions(tx, caller, { tenant, input: body, ifMatch }),
  );
}
