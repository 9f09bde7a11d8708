import type { Tx } from '../platform/db/db.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './imports-endpoints.ts';
import { cancelImport, confirmImport, findImport, listImports, startImport, toImport } from './imports.ts';
import { findTable, findWholesaleTable } from './sql.ts';

type Retail = { tableId: string };
type Wholesale = { partnerId: string; wholesaleTableId: string };

const retail = { find: ({ tx, params }: { tx: Tx; params: Retail }) => findTable(tx, params.tableId) };
const ofRetail = {
  find: async ({ tx, params }: { tx: Tx; params: Retail & { rateImportId: string } }) =>
    findImport(tx, await findTable(tx, params.tableId), params.rateImportId),
};
const wholesale = {
  find: ({ tx, params }: { tx: Tx; params: Wholesale }) =>
    findWholesaleTable(tx, params.partnerId, params.wholesaleTableId),
};
const ofWholesale = {
  find: async ({ tx, params }: { tx: Tx; params: Wholesale & { wholesaleImportId: string } }) =>
    findImport(tx, await findWholesaleTable(tx, params.partnerId, params.wholesaleTableId), params.wholesaleImportId),
};

/** Files of rates that jobs read and write: a partner's into its own tables, the operator's into wholesale tables. */
export function rateImportRoutes(server: Server): void {
  server.on(endpoints.listRateImports, retail, ({ tx, found }) => listImports(tx, found));

  server.on(endpoints.uploadRates, retail, ({ tx, caller, found, body, query, now }) =>
    startImport(tx, caller, found, { ...body, ...query, now }),
  );

  server.on(endpoints.getRateImport, ofRetail, ({ found }) => toImport(found.row));

  server.on(endpoints.confirmRateImport, ofRetail, ({ tx, caller, found, now }) =>
    confirmImport(tx, caller, found, now),
  );

  server.on(endpoints.cancelRateImport, ofRetail, ({ tx, caller, found }) => cancelImport(tx, caller, found));

  server.on(endpoints.listWholesaleImports, wholesale, ({ tx, found }) => listImports(tx, found));

  server.on(endpoints.uploadWholesaleRates, wholesale, ({ tx, caller, found, body, query, now }) =>
    startImport(tx, caller, found, { ...body, ...query, now }),
  );

  server.on(endpoints.getWholesaleImport, ofWholesale, ({ found }) => toImport(found.row));

  server.on(endpoints.confirmWholesaleImport, ofWholesale, ({ tx, caller, found, now }) =>
    confirmImport(tx, caller, found, now),
  );

  server.on(endpoints.cancelWholesaleImport, ofWholesale, ({ tx, caller, found }) => cancelImport(tx, caller, found));
}
