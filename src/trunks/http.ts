import type { Config } from '../platform/config.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { findTrunk } from './sql.ts';
import { createTrunk, editTrunk, listTrunks, deleteTrunk, toTrunk } from './trunks.ts';

const existing = byId('trunkId', findTrunk);

export function trunkRoutes(server: Server, { config: { secretKey } }: { config: Pick<Config, 'secretKey'> }): void {
  server.on(endpoints.listTrunks, ({ tx, query }) => listTrunks(tx, query));

  server.on(endpoints.createTrunk, ({ tx, caller, body }) => createTrunk(tx, caller, body, secretKey));

  server.on(endpoints.getTrunk, existing, async ({ found }) => toTrunk(found));

  server.on(endpoints.editTrunk, existing, ({ tx, caller, found, body, ifMatch }) =>
    editTrunk(tx, caller, { id: found.id, patch: body, ifMatch, secretKey }),
  );

  server.on(endpoints.deleteTrunk, existing, ({ tx, caller, found, ifMatch }) =>
    deleteTrunk(tx, caller, found.id, ifMatch),
  );
}
