import type { FastifyBaseLogger } from 'fastify';
import type { Db } from '../platform/db/db.ts';
import { EventStreamResponse, wantsEvents } from '../platform/http/responses/event-stream.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { readLiveState } from './live.ts';
import { LiveWatch } from './watch.ts';

export function liveRoutes(
  server: Server,
  { db, databaseUrl, logger }: { db: Db; databaseUrl: string; logger: FastifyBaseLogger },
): void {
  const live = new LiveWatch({ db, databaseUrl, log: logger });
  // in preClose, because close waits for open connections
  server.addHook('preClose', async () => live.close());

  server.on(endpoints.watchTenant, ({ tx, tenant, request }) =>
    wantsEvents(request)
      ? new EventStreamResponse((stream) => live.watch(tenant.id, stream))
      : readLiveState(tx, tenant.id),
  );
}
