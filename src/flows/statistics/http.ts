import type { Server } from '../../platform/http/server.ts';
import { existingFlow } from '../existing-flow.ts';
import { getFlowStatistics } from './endpoints.ts';
import { flowStatistics } from './statistics.ts';

export function flowStatisticsRoutes(server: Server): void {
  server.on(getFlowStatistics, existingFlow, ({ tx, tenant, found, query, now }) =>
    flowStatistics(tx, { tenantId: tenant.id, flowId: found.id, days: query.days, now: now.getTime() }),
  );
}
