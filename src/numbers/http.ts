import type { Destinations } from '../destinations/destinations.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import { saveAddress } from './address.ts';
import { assignNumbers, type ClearCallerIds, onlyResult, releaseNumbers } from './assignment.ts';
import * as endpoints from './endpoints.ts';
import { importNumbers } from './import.ts';
import { addNumbers, editNumber, findNumber, listInventory, removeNumber } from './inventory.ts';
import { toDid } from './numbers.ts';
import { findTenantDid, listTenantDids, routeNumber } from './routing.ts';

type Deps = { destinations: Destinations; clearCallerIds: ClearCallerIds };

/** A number in the partner’s inventory. */
const inInventory = byId('didId', findNumber);

/** A number of the tenant. */
const ofTenant = byId('didId', findTenantDid);

export function numberRoutes(server: Server, { destinations, clearCallerIds }: Deps): void {
  inventoryRoutes(server);
  assignmentRoutes(server, clearCallerIds);
  tenantNumberRoutes(server, destinations);
}

function inventoryRoutes(server: Server): void {
  server.on(endpoints.listDids, ({ tx, partnerId, query, now }) => listInventory(tx, partnerId, query, now));

  server.on(endpoints.addDids, ({ tx, caller, partnerId, body, now }) =>
    addNumbers(tx, caller, { partnerId, entries: body.numbers, now }),
  );

  server.on(endpoints.importDids, ({ tx, caller, partnerId, query, body }) =>
    importNumbers(tx, caller, { partnerId, csv: body.csv, dryRun: query.dryRun, column: query.column }),
  );

  server.on(endpoints.getDid, inInventory, async ({ found, now }) => toDid(found, now));

  server.on(endpoints.editDid, inInventory, ({ tx, caller, partnerId, found, body, ifMatch, now }) =>
    editNumber(tx, caller, { partnerId, id: found.id, patch: body, ifMatch, now }),
  );

  server.on(endpoints.removeDid, inInventory, ({ tx, caller, partnerId, found, ifMatch, now }) =>
    removeNumber(tx, caller, { partnerId, id: found.id, ifMatch, now }),
  );
}

function assignmentRoutes(server: Server, clearCallerIds: ClearCallerIds): void {
  server.on(endpoints.assignDid, inInventory, async ({ tx, caller, found, body, now }) =>
    onlyResult(await assignNumbers(tx, caller, { ...body, didIds: [found.id] }, now)),
  );

  server.on(endpoints.releaseDid, inInventory, async ({ tx, caller, partnerId, found, now }) =>
    onlyResult(await releaseNumbers(tx, caller, { partnerId, didIds: [found.id], clearCallerIds, now })),
  );

  server.on(endpoints.assignDids, ({ tx, caller, body, now }) => assignNumbers(tx, caller, body, now));

  server.on(endpoints.releaseDids, ({ tx, caller, partnerId, body, now }) =>
    releaseNumbers(tx, caller, { partnerId, didIds: body.didIds, clearCallerIds, now }),
  );
}

function tenantNumberRoutes(server: Server, destinations: Destinations): void {
  server.on(endpoints.listTenantDids, ({ tx, tenant, query }) => listTenantDids(tx, tenant.id, query));

  server.on(endpoints.getTenantDid, ofTenant, async ({ found }) => found);

  server.on(endpoints.putDidAddress, ofTenant, ({ tx, caller, tenant, found, body, ifMatch }) =>
    saveAddress(tx, caller, { tenant, id: found.id, input: body, ifMatch }),
  );

  server.on(endpoints.routeDid, ofTenant, ({ tx, caller, tenant, found, body, ifMatch }) =>
    routeNumber(tx, caller, { tenant, id: found.id, to: body.routing, ifMatch, destinations }),
  );
}
