import type { Destinations } from '../destinations/destinations.ts';
import type { Tx } from '../platform/db/db.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { readForwarding, saveForwarding, settingsOf } from './forwarding.ts';
import { findExtension } from './sql.ts';

/** The extension that the path names. */
const existing = {
  find: ({ tx, params }: { tx: Tx; params: { extId: string } }) => findExtension(tx, params.extId),
};

export function forwardingRoutes(server: Server, { destinations }: { destinations: Destinations }): void {
  server.on(endpoints.getForwarding, existing, ({ tx, found }) => readForwarding(tx, found.id));

  server.on(endpoints.putForwarding, existing, ({ tx, caller, tenant, found, body, ifMatch }) =>
    saveForwarding(tx, caller, tenant, found.id, settingsOf(body), destinations, ifMatch),
  );
}
