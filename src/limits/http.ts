import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { listInUse, readLimits, saveLimits } from './limits.ts';
import { readUsage } from './usage.ts';

export function limitRoutes(server: Server, { now = () => new Date() }: { now?: () => Date }): void {
  server.on(endpoints.listLimits, ({ tx, query }) => listInUse(tx, query, now()));

  server.on(endpoints.getLimits, ({ tx, tenant }) => readLimits(tx, tenant.id, now()));

  server.on(endpoints.putLimits, ({ tx, caller, tenant, body, ifMatch }) =>
    saveLimits(tx, caller, tenant, body, ifMatch, now()),
  );

  server.on(endpoints.getUsage, ({ tx, tenant }) => readUsage(tx, tenant.id, now()));
}
