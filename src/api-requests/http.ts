import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Db } from '../platform/db/db.ts';
import type { Server } from '../platform/http/server.ts';
import { isId } from '../platform/values/ids.ts';
import { listRequests } from './api-requests.ts';
import * as endpoints from './endpoints.ts';
import { openRequestRecorder, type RecordedRequest } from './recorder.ts';
import { recordRequests } from './sql.ts';

export function apiRequestRoutes(server: Server, { db }: { db: Db }): void {
  const recorder = openRequestRecorder((requests) => recordRequests(db, requests));
  server.addHook('onResponse', async (request, reply) => {
    const recorded = recordOf(request, reply);
    if (recorded) recorder.record(recorded);
  });
  server.addHook('onClose', recorder.flush);

  server.on(endpoints.listApiRequests, ({ tx, query }) => listRequests(tx, 'partner', query));

  server.on(endpoints.listTenantApiRequests, ({ tx, query }) => listRequests(tx, 'tenant', query));
}

/** The log entry of a request. The tenant is the only value in it that the sender chose. Null if it was sent without a key. */
function recordOf(request: FastifyRequest, reply: FastifyReply): RecordedRequest | null {
  const { caller, params, routeOptions } = request;
  if (caller?.via !== 'key') return null;
  return {
    id: request.id,
    partner_id: caller.partner?.id ?? null,
    // a request by a tenant's own program belongs to the tenant, even if the path names none
    tenant_id: caller.tenant?.id ?? tenantIn(params),
    by_tenant: caller.tenant !== null,
    key_id: caller.id,
    test: caller.mode === 'test',
    at: new Date(Date.now() - reply.elapsedTime).toISOString(),
    method: request.method,
    route: routeOptions.config.endpoint?.path ?? null,
    status: reply.statusCode,
    duration_ms: Math.round(reply.elapsedTime),
  };
}

function tenantIn(params: unknown): string | null {
  if (typeof params !== 'object' || params === null || !('tenantId' in params)) return null;
  return typeof params.tenantId === 'string' && isId(params.tenantId) ? params.tenantId : null;
}
