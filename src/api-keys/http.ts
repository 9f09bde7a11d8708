import type { Tx } from '../platform/db/db.ts';
import type { Server } from '../platform/http/server.ts';
import { createKey, editKey, listKeys, ownKey, revokeKey, rotateKey, toKey } from './api-keys.ts';
import * as endpoints from './endpoints.ts';
import { findKey } from './sql.ts';
import { tenantKeyRoutes } from './tenant-keys-http.ts';

const existing = {
  find: ({ tx, partnerId, params }: { tx: Tx; partnerId: string; params: { keyId: string } }) =>
    findKey(tx, { partnerId, tenantId: null }, params.keyId),
};

export function apiKeyRoutes(server: Server): void {
  tenantKeyRoutes(server);

  server.on(endpoints.listApiKeys, ({ tx, query }) => listKeys(tx, { tenantId: null }, query));

  server.on(endpoints.createApiKey, ({ tx, caller, partnerId, body, now }) =>
    createKey(tx, caller, { owner: { partnerId, tenantId: null }, input: body, now }),
  );

  server.on(endpoints.getApiKey, existing, ({ found }) => toKey(found));

  server.on(endpoints.editApiKey, existing, ({ tx, caller, found, body, ifMatch }) =>
    editKey(tx, caller, { found, patch: body, ifMatch }),
  );

  server.on(endpoints.rotateApiKey, existing, ({ tx, caller, found, body, now }) =>
    rotateKey(tx, caller, { found, input: body, now }),
  );

  server.on(endpoints.getOwnApiKey, ({ caller }) => ownKey(caller));

  server.on(endpoints.revokeApiKey, existing, ({ tx, caller, found, ifMatch }) =>
    revokeKey(tx, caller, found, ifMatch),
  );
}
