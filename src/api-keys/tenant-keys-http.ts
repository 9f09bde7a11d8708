import type { Tx } from '../platform/db/db.ts';
import type { ScopedTenant } from '../platform/http/request-context.ts';
import type { Server } from '../platform/http/server.ts';
import { createKey, editKey, revokeKey, rotateKey, toKey } from './api-keys.ts';
import { findKey, type KeyOwner } from './sql.ts';
import * as endpoints from './tenant-keys-endpoints.ts';
import {
  asTenantKey,
  listTenantKeys,
  readTenantKeySettings,
  requireTenantKeys,
  saveTenantKeySettings,
} from './tenant-keys.ts';

const ownerOf = ({ id, partnerId }: ScopedTenant): KeyOwner => ({ partnerId, tenantId: id });

const existing = {
  find: ({ tx, tenant, params }: { tx: Tx; tenant: ScopedTenant; params: { tenantKeyId: string } }) =>
    findKey(tx, ownerOf(tenant), params.tenantKeyId),
};

/** Keys of tenants for their own programs, and the partner's switch for them. */
export function tenantKeyRoutes(server: Server): void {
  server.on(endpoints.getTenantKeySettings, ({ tx, partnerId }) => readTenantKeySettings(tx, partnerId));

  server.on(endpoints.saveTenantKeySettings, ({ tx, caller, partnerId, body, ifMatch }) =>
    saveTenantKeySettings(tx, caller, { partnerId, allowed: body.allowed, ifMatch }),
  );

  server.on(endpoints.listTenantApiKeys, ({ tx, tenant, query }) => listTenantKeys(tx, tenant.id, query));

  server.on(endpoints.createTenantApiKey, async ({ tx, caller, tenant, body, now }) => {
    await requireTenantKeys(tx);
    const mode = tenant.sandbox ? 'test' : 'live';
    return asTenantKey(
      await createKey(tx, caller, { owner: ownerOf(tenant), input: { ...body, mode, tenantIds: null }, now }),
    );
  });

  server.on(endpoints.getTenantApiKey, existing, ({ found }) => asTenantKey(toKey(found)));

  server.on(endpoints.editTenantApiKey, existing, async ({ tx, caller, found, body, ifMatch }) =>
    asTenantKey(await editKey(tx, caller, { found, patch: body, ifMatch })),
  );

  server.on(endpoints.rotateTenantApiKey, existing, async ({ tx, caller, found, body, now }) => {
    await requireTenantKeys(tx);
    return asTenantKey(await rotateKey(tx, caller, { found, input: body, now }));
  });

  server.on(endpoints.revokeTenantApiKey, existing, ({ tx, caller, found, ifMatch }) =>
    revokeKey(tx, caller, found, ifMatch),
  );
}
