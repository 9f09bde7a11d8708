import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { listInUse, readLimits, saveLimits } from './limits.ts';
import { readUsage } from './usage.ts';

export function limitRoutes(server: Server): void {
  server.on(endpoints.listLimits, ({ tx, query, now }) => listInUse(tx, query, now));

  server.on(endpoints.getLimits, ({ tx, tenant, now }) => readLimits(tx, tenant.id, now));

  server.on(endpoints.putLimits, ({ tx, caller, tenant, body, ifMatch, now }) =>
    saveLimits(tx, caller, { tenant, input: body, ifMatch, now }),
  );

  server.on(endpoints.getUsage, ({ tx, tenant, now }) => readUsage(tx, tenant.id, now));
}
