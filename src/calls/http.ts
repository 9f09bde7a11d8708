import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { findLiveCall } from './records/live-calls-sql.ts';
import { endCall, listLiveCalls } from './records/live-calls.ts';

export function callRoutes(server: Server): void {
  server.on(endpoints.listLiveCalls, ({ tx, tenant, query }) => listLiveCalls(tx, tenant.id, query));

  server.on(endpoints.endLiveCall, byId('callId', findLiveCall), ({ tx, caller, tenant, found }) =>
    endCall(tx, caller, tenant, found),
  );
}
