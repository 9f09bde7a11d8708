import type { Tx } from '../platform/db/db.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { liftHold, placeHold, readHold } from './holds.ts';

const existing = {
  find: ({ tx, params }: { tx: Tx; params: { tenantId: string } }) => readHold(tx, params.tenantId),
};

export function retentionRoutes(server: Server): void {
  server.on(endpoints.getLegalHold, existing, async ({ found }) => found);

  server.on(endpoints.placeLegalHold, existing, ({ tx, caller, params, body, ifMatch }) =>
    placeHold(tx, caller, params.tenantId, body.reason, ifMatch),
  );

  server.on(endpoints.liftLegalHold, existing, ({ tx, caller, params, ifMatch }) =>
    liftHold(tx, caller, params.tenantId, ifMatch),
  );
}
