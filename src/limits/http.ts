import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import { listInUse, readLimits, saveLimits } from './limits.ts';

export function limitRoutes(server: Server): void {
  server.endpoint({
    method: 'GET',
    path: '/limits',
    id: 'listLimits',
    summary: 'Every tenant with its limits and its use',
    permission: 'limits.read',
    scope: 'partner',
    query: contract.LimitsInUseQuery,
    answers: { 200: contract.LimitsInUseList },
    handle: ({ tx, query }) => listInUse(tx, query),
  });

  server.endpoint({
    method: 'GET',
    path: '/tenants/:tenantId/limits',
    id: 'getLimits',
    summary: 'The limits of a tenant',
    permission: 'limits.read',
    scope: 'record',
    answers: { 200: contract.Limits },
    handle: ({ tx, tenant }) => readLimits(tx, tenant.id),
  });

  server.endpoint({
    method: 'PUT',
    path: '/tenants/:tenantId/limits',
    id: 'putLimits',
    summary: 'Set the limits of a tenant',
    permission: 'limits.write',
    scope: 'tenant',
    body: contract.LimitsPut,
    answers: { 200: contract.Limits },
    handle: ({ tx, caller, tenant, body, ifMatch }) => saveLimits(tx, caller, tenant, body, ifMatch),
  });
}
