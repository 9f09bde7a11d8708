import { readPartner } from '../partners/partners.ts';
import type { Tx } from '../platform/db/db.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import { importRates } from './import.ts';
import { listMargins, lookUpMargin } from './margins.ts';
import { listRates } from './rate-tables.ts';
import { findTable, findWholesaleTable } from './sql.ts';
import * as endpoints from './wholesale-endpoints.ts';
import { createWholesaleTable, listWholesaleTables, readWholesaleTable, deleteWholesaleTable } from './wholesale.ts';

const partner = byId('partnerId', readPartner);
/** The wholesale table that the path names, of the partner that it names. */
const ofPartner = {
  find: ({ tx, params }: { tx: Tx; params: { partnerId: string; wholesaleTableId: string } }) =>
    findWholesaleTable(tx, params.partnerId, params.wholesaleTableId),
};
const own = {
  find: ({ tx, partnerId, params }: { tx: Tx; partnerId: string; params: { wholesaleTableId: string } }) =>
    findWholesaleTable(tx, partnerId, params.wholesaleTableId),
};
const retail = byId('tableId', findTable);

/** Wholesale tables: what the operator charges a partner. The operator writes them, the partner reads its own. */
export function wholesaleRoutes(server: Server): void {
  server.on(endpoints.listPartnerWholesaleTables, partner, ({ tx, found, now }) =>
    listWholesaleTables(tx, found.id, now),
  );

  server.on(endpoints.createWholesaleTable, partner, ({ tx, caller, found, body }) =>
    createWholesaleTable(tx, caller, found.id, body),
  );

  server.on(endpoints.getPartnerWholesaleTable, ofPartner, ({ tx, found, now }) => readWholesaleTable(tx, found, now));

  server.on(endpoints.deleteWholesaleTable, ofPartner, ({ tx, caller, found, ifMatch }) =>
    deleteWholesaleTable(tx, caller, found, ifMatch),
  );

  server.on(endpoints.importWholesaleRates, ofPartner, ({ tx, caller, found, body, query, now }) =>
    importRates(tx, caller, { tableId: found.id, csv: body.csv, query, now }),
  );

  server.on(endpoints.listPartnerWholesaleRates, ofPartner, ({ tx, found, query, now }) =>
    listRates(tx, found.id, query, now),
  );

  server.on(endpoints.listWholesaleTables, ({ tx, partnerId, now }) => listWholesaleTables(tx, partnerId, now));

  server.on(endpoints.getWholesaleTable, own, ({ tx, found, now }) => readWholesaleTable(tx, found, now));

  server.on(endpoints.listWholesaleRates, own, ({ tx, found, query, now }) => listRates(tx, found.id, query, now));

  server.on(endpoints.listRateMargins, retail, ({ tx, found, query, now }) => listMargins(tx, found, query, now));

  server.on(endpoints.lookUpMargin, retail, ({ tx, found, query, now }) => lookUpMargin(tx, found, query.number, now));
}
