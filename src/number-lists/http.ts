import type { ObjectUsers } from '../object-uses/object-uses.ts';
import type { Tx } from '../platform/db/db.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { addEntry, importEntries, removeEntry } from './entries.ts';
import {
  createNumberList,
  editNumberList,
  listEntries,
  listNumberLists,
  deleteNumberList,
  readNumberList,
} from './number-lists.ts';
import { findEntry, findList } from './sql.ts';

const existing = byId('numberListId', findList);
const existingEntry = {
  find: ({ tx, params }: { tx: Tx; params: { numberListId: string; entryId: string } }) =>
    findEntry(tx, params.numberListId, params.entryId),
};

export function numberListRoutes(server: Server, { users }: { users: ObjectUsers }): void {
  server.on(endpoints.listNumberLists, ({ tx, query }) => listNumberLists(tx, query, users));

  server.on(endpoints.createNumberList, ({ tx, caller, tenant, body }) => createNumberList(tx, caller, tenant, body));

  server.on(endpoints.getNumberList, existing, ({ tx, found }) => readNumberList(tx, found, users));

  server.on(endpoints.editNumberList, existing, ({ tx, caller, tenant, found, body, ifMatch }) =>
    editNumberList(tx, caller, { tenant, id: found.id, patch: body, ifMatch, users }),
  );

  server.on(endpoints.deleteNumberList, existing, ({ tx, caller, tenant, found, ifMatch }) =>
    deleteNumberList(tx, caller, { tenant, id: found.id, ifMatch, users }),
  );

  server.on(endpoints.listNumberListEntries, existing, ({ tx, found, query }) => listEntries(tx, found.id, query));

  server.on(endpoints.addNumberListEntry, existing, ({ tx, caller, tenant, found, body }) =>
    addEntry(tx, caller, { tenant, listId: found.id, input: body }),
  );

  server.on(endpoints.removeNumberListEntry, existingEntry, ({ tx, caller, tenant, found }) =>
    removeEntry(tx, caller, tenant, { listId: found.list_id, entryId: found.id }),
  );

  server.on(endpoints.importNumberListEntries, existing, ({ tx, caller, tenant, found, query, body }) =>
    importEntries(tx, caller, { tenant, listId: found.id, csv: body.csv, query }),
  );
}
