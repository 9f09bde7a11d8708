import { onePage } from '../platform/http/paging.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { readRules, saveRules } from './fraud.ts';
import { findTrip } from './sql.ts';
import { liftBlock, listTrips } from './trips.ts';

export function fraudRoutes(server: Server): void {
  server.on(endpoints.getFraudRules, ({ tx, tenant, now }) => readRules(tx, tenant.id, now));

  server.on(endpoints.putFraudRules, ({ tx, caller, tenant, body, ifMatch, now }) =>
    saveRules(tx, caller, { tenant, input: body, ifMatch, now }),
  );

  server.on(endpoints.listFraudTrips, async ({ tx, tenant }) => onePage(await listTrips(tx, tenant.id)));

  server.on(
    endpoints.liftFraudBlock,
    { find: ({ tx, tenant, params }) => findTrip(tx, tenant.id, params.tripId) },
    ({ tx, caller, tenant, found, now }) => liftBlock(tx, caller, { tenant, trip: found, now }),
  );
}
