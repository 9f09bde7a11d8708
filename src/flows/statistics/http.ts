import type { Server } from '../../platform/http/server.ts';
import { findFlow } from '../sql.ts';
import { getFlowStatistics } from './endpoints.ts';
import { flowStatistics } from './statistics.ts';

export function flowStatisticsRoutes(server: Server): void {
  server.on(
    getFlowStatistics,
    { find: ({ tx, params }) => findFlow(tx, params.flowId) },
    ({ tx, tenant, found, query }) => flowStatistics(tx, tenant.id, found.id, query, Date.now()),
  );
}
