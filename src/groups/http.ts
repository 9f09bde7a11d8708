import type { Destinations } from '../destinations/destinations.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { createGroup, editGroup, listGroups, deleteGroup, toGroup } from './groups.ts';
import { findGroup } from './sql.ts';

const existing = byId('groupId', findGroup);

export function groupRoutes(server: Server, { destinations }: { destinations: Destinations }): void {
  server.on(endpoints.listGroups, ({ tx, query }) => listGroups(tx, query));

  server.on(endpoints.createGroup, ({ tx, caller, tenant, body }) =>
    createGroup(tx, caller, { tenant, input: body, destinations }),
  );

  server.on(endpoints.getGroup, existing, async ({ found }) => toGroup(found));

  server.on(endpoints.editGroup, existing, ({ tx, caller, tenant, found, body, ifMatch }) =>
    editGroup(tx, caller, { tenant, id: found.id, patch: body, ifMatch, destinations }),
  );

  server.on(endpoints.deleteGroup, existing, ({ tx, caller, tenant, found, ifMatch }) =>
    deleteGroup(tx, caller, { tenant, id: found.id, ifMatch, destinations }),
  );
}
