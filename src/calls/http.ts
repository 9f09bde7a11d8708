import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import { endCall, listLiveCalls, listPastCalls } from './history.ts';
import { findLiveCall } from './sql.ts';

export function callRoutes(server: Server): void {
  server.endpoint({
    method: 'GET',
    path: '/tenants/:tenantId/live-calls',
    id: 'listLiveCalls',
    summary: 'Calls in progress',
    permission: 'calls.read',
    scope: 'tenant',
    query: contract.LiveCallQuery,
    answers: { 200: contract.LiveCallList },
    handle: ({ tx, tenant, query }) => listLiveCalls(tx, tenant.id, query),
  });

  server.endpoint({
    method: 'DELETE',
    path: '/tenants/:tenantId/live-calls/:callId',
    id: 'endLiveCall',
    summary: 'End a call in progress; an emergency call only if its phone no longer answers',
    permission: 'calls.end',
    scope: 'tenant',
    answers: { 202: null },
    find: ({ tx, params }) => findLiveCall(tx, params.callId!),
    handle: ({ tx, caller, tenant, found }) => endCall(tx, caller, tenant, found),
  });

  server.endpoint({
    method: 'GET',
    path: '/tenants/:tenantId/calls',
    id: 'listCalls',
    summary: 'Call history',
    permission: 'calls.read',
    scope: 'tenant',
    query: contract.PastCallQuery,
    answers: { 200: contract.PastCallList },
    handle: ({ tx, tenant, query }) => listPastCalls(tx, tenant.id, query),
  });
}
