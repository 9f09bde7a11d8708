import type { Config } from '../platform/config.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { createPartner, listMails, listPartners, readPartner } from './partners.ts';

export function partnerRoutes(server: Server, { config }: { config: Config }): void {
  server.on(endpoints.listPartners, ({ tx, query }) => listPartners(tx, query));

  server.on(endpoints.getPartner, byId('partnerId', readPartner), async ({ found }) => found);

  server.on(endpoints.createPartner, ({ tx, caller, body }) => createPartner(tx, config, caller, body));

  server.on(endpoints.listMails, ({ tx, query, now }) => listMails(tx, config, query, now));
}
