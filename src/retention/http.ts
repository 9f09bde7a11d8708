import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { liftHold, placeHold, readHold } from './holds.ts';

const existing = byId('tenantId', readHold);

export function retentionRoutes(server: Server): void {
  server.on(endpoints.getLegalHold, existing, async ({ found }) => found);

  server.on(endpoints.placeLegalHold, existing, ({ tx, caller, params, body, ifMatch }) =>
    placeHold(tx, caller, { tenantId: params.tenantId, reason: body.reason, ifMatch }),
  );

  server.on(endpoints.liftLegalHold, existing, ({ tx, caller, params, ifMatch }) =>
    liftHold(tx, caller, params.tenantId, ifMatch),
  );
}
