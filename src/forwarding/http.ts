import type { Destinations } from '../destinations/destinations.ts';
import { extensionOfUser } from '../people/users/users.ts';
import type { Tx } from '../platform/db/db.ts';
import type { Caller } from '../platform/http/caller.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { readForwarding, saveForwarding, settingsOf } from './forwarding.ts';
import { findExtension } from './sql.ts';

/** An ordinary user finds only their own extension. */
const existing = {
  async find({ tx, caller, params }: { tx: Tx; caller: Caller; params: { extId: string } }) {
    const isTheirs = caller.role !== 'tenant_user' || (await extensionOfUser(tx, caller.id)) === params.extId;
    return isTheirs ? findExtension(tx, params.extId) : null;
  },
};

export function forwardingRoutes(server: Server, { destinations }: { destinations: Destinations }): void {
  server.on(endpoints.getForwarding, existing, ({ tx, found }) => readForwarding(tx, found.id));

  server.on(endpoints.putForwarding, existing, ({ tx, caller, tenant, found, body, ifMatch }) =>
    saveForwarding(tx, caller, { tenant, extensionId: found.id, settings: settingsOf(body), ifMatch, destinations }),
  );
}
