import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import { findRateTable } from '../rates/rate-tables.ts';
import * as endpoints from './endpoints.ts';
import { rateAgain } from './rate-again.ts';
import { listUnrated } from './unrated.ts';

export function reratingRoutes(server: Server): void {
  server.on(endpoints.listUnratedCalls, ({ tx, partnerId, query }) => listUnrated(tx, partnerId, query));

  server.on(
    endpoints.rateCallsAgain,
    byId('tableId', findRateTable),
    ({ tx, caller, partnerId, found: { id, name, currency }, body, query: { dryRun }, now }) =>
      rateAgain(tx, caller, { table: { id, name, currency, partnerId }, input: body, dryRun, now }),
  );
}
