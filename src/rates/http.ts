import { byId } from '../platform/http/by-id.ts';
import { onePage } from '../platform/http/paging.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { importRates } from './import.ts';
import { rateImportRoutes } from './imports-http.ts';
import {
  createTable,
  listVersions,
  listRates,
  listTables,
  lookUpPrice,
  lookUpRate,
  readTable,
  deleteTable,
  renameTable,
} from './rate-tables.ts';
import { findTable } from './sql.ts';
import { wholesaleRoutes } from './wholesale-http.ts';

/** The rate table that the path names. */
const existing = byId('tableId', findTable);

/** Rate tables: what a partner charges for calls. */
export function rateRoutes(server: Server): void {
  server.on(endpoints.listRateTables, ({ tx, query, now }) => listTables(tx, query, now));

  server.on(endpoints.createRateTable, ({ tx, caller, partnerId, body }) => createTable(tx, caller, partnerId, body));

  server.on(endpoints.getRateTable, existing, ({ tx, found, now }) => readTable(tx, found, now));

  server.on(endpoints.renameRateTable, existing, ({ tx, caller, found, body, ifMatch, now }) =>
    renameTable(tx, caller, { found, name: body.name, ifMatch, now }),
  );

  server.on(endpoints.deleteRateTable, existing, ({ tx, caller, found, ifMatch }) =>
    deleteTable(tx, caller, found, ifMatch),
  );

  server.on(endpoints.listRateVersions, existing, async ({ tx, found }) => onePage(await listVersions(tx, found.id)));

  server.on(endpoints.importRates, existing, ({ tx, caller, found, body, query, now }) =>
    importRates(tx, caller, { tableId: found.id, csv: body.csv, query, now }),
  );

  server.on(endpoints.listRates, existing, ({ tx, found, query, now }) => listRates(tx, found.id, query, now));

  server.on(endpoints.lookUpPrice, existing, ({ tx, found, query, now }) => lookUpPrice(tx, found, query.number, now));

  server.on(endpoints.lookUpRate, ({ tx, query, now }) => lookUpRate(tx, query.number, now));

  wholesaleRoutes(server);
  rateImportRoutes(server);
}
