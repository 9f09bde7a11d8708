import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { listDirectory } from './number-plan.ts';

export function numberPlanRoutes(server: Server): void {
  server.on(endpoints.listDirectory, ({ tx, query }) => listDirectory(tx, query));
}
