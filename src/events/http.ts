import type { Allows } from '../platform/http/scope.ts';
import type { Server } from '../platform/http/server.ts';
import { listEvents } from './endpoints.ts';
import { readEvents } from './feed.ts';

export function eventRoutes(server: Server, { allows }: { allows: Allows }): void {
  server.on(listEvents, ({ tx, caller, partnerId, query }) =>
    readEvents(tx, { caller, partnerId, may: (permission) => allows(caller, permission) }, query),
  );
}
