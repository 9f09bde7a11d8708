import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { readOverdue } from './past-due.ts';

export function pastDueRoutes(server: Server): void {
  server.on(endpoints.getOverdue, ({ tx, tenant, now }) => readOverdue(tx, tenant.id, now));
}
