import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db/db.ts';
import { byId } from '../platform/http/by-id.ts';
import { CsvResponse } from '../platform/http/responses/csv-response.ts';
import type { Server } from '../platform/http/server.ts';
import { createContact, editContact, listContacts, deleteContact, toContact } from './address-book.ts';
import { directoryRoutes } from './directory-http.ts';
import * as endpoints from './endpoints.ts';
import { exportContacts } from './export.ts';
import { importContacts } from './import.ts';
import { findContact } from './sql.ts';

const existing = byId('contactId', findContact);

export function addressBookRoutes(server: Server, deps: { config: Config; db: Db }): void {
  const { db } = deps;
  server.on(endpoints.listContacts, ({ tx, query }) => listContacts(tx, query));

  server.on(endpoints.createContact, ({ tx, caller, tenant, body }) => createContact(tx, caller, tenant, body));

  server.on(endpoints.importContacts, ({ tx, caller, tenant, query, body }) =>
    importContacts(tx, caller, { tenant, csv: body.csv, dryRun: query.dryRun }),
  );

  server.on(
    endpoints.exportContacts,
    ({ caller, tenant }) => new CsvResponse(endpoints.exportContacts.download, exportContacts(db, caller, tenant)),
  );

  server.on(endpoints.getContact, existing, async ({ found }) => toContact(found));

  server.on(endpoints.editContact, existing, ({ tx, caller, tenant, found, body, ifMatch }) =>
    editContact(tx, caller, { tenant, id: found.id, patch: body, ifMatch }),
  );

  server.on(endpoints.deleteContact, existing, ({ tx, caller, tenant, found, ifMatch }) =>
    deleteContact(tx, caller, { tenant, id: found.id, ifMatch }),
  );

  directoryRoutes(server, deps);
}
