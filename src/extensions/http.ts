import type { FastifyRequest } from 'fastify';
import type { Destinations } from '../destinations/destinations.ts';
import type { Config } from '../platform/config.ts';
import { byId } from '../platform/http/by-id.ts';
import { type AppError, errorFactory } from '../platform/http/errors.ts';
import { refuseIntegrationData } from '../platform/http/integration-data.ts';
import type { Server } from '../platform/http/server.ts';
import { statusErrors, type TenantStatus } from '../status/contract.ts';
import { statusRefusal } from '../status/rules.ts';
import { resetCredentials, showCredentials } from './credentials.ts';
import * as endpoints from './endpoints.ts';
import { createExtension, editExtension, listExtensions, deleteExtension, toExtension } from './extensions.ts';
import { findExtension } from './sql.ts';

const fail = errorFactory(statusErrors);

/** A suspended tenant's extensions stay, but it can't get new ones. */
function mayAdd(status: TenantStatus): AppError | null {
  const refusal = statusRefusal(status, 'addExtension');
  return refusal && fail(refusal.code, refusal.message);
}

const existing = byId('extId', findExtension);

type Deps = { config: Config; destinations: Destinations };

export function extensionRoutes(server: Server, { config, destinations }: Deps): void {
  const secrets = (request: FastifyRequest) => ({
    secretKey: config.secretKey,
    server: { domain: config.externalAddress ?? request.hostname, port: config.sipPort },
  });

  server.on(endpoints.listExtensions, ({ tx, query }) => listExtensions(tx, query));

  server.on(
    endpoints.createExtension,
    { allowedIn: mayAdd, forbids: refuseIntegrationData },
    ({ tx, caller, tenant, body }) => createExtension(tx, caller, { tenant, input: body, secretKey: config.secretKey }),
  );

  server.on(endpoints.getExtension, existing, async ({ found }) => toExtension(found));

  server.on(
    endpoints.editExtension,
    { ...existing, forbids: refuseIntegrationData },
    ({ tx, caller, tenant, found, body, ifMatch }) =>
      editExtension(tx, caller, { tenant, id: found.id, patch: body, ifMatch }),
  );

  server.on(endpoints.deleteExtension, existing, ({ tx, caller, tenant, found, ifMatch }) =>
    deleteExtension(tx, caller, { tenant, id: found.id, ifMatch, destinations }),
  );

  server.on(endpoints.getExtensionCredentials, existing, ({ tx, caller, tenant, found, request }) =>
    showCredentials(tx, caller, { tenant, phone: found, ...secrets(request) }),
  );

  server.on(endpoints.resetExtensionCredentials, existing, ({ tx, caller, tenant, found, request }) =>
    resetCredentials(tx, caller, { tenant, phone: found, ...secrets(request) }),
  );
}
