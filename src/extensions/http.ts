import type { FastifyRequest } from 'fastify';
import type { Config } from '../platform/config.ts';
import { type AppError, errorFactory } from '../platform/http/errors.ts';
import type { Server } from '../platform/http/server.ts';
import { statusErrors, type TenantStatus } from '../status/contract.ts';
import { statusRefusal } from '../status/rules.ts';
import * as contract from './contract.ts';
import { resetCredentials, showCredentials } from './credentials.ts';
import { addExtension, editExtension, listExtensions, removeExtension, toExtension } from './extensions.ts';
import { findExtension } from './sql.ts';

const fail = errorFactory(statusErrors);

/** A suspended tenant keeps the extensions that it has and gets no new ones. */
function mayAdd(status: TenantStatus): AppError | null {
  const refusal = statusRefusal(status, 'addExtension');
  return refusal && fail(refusal.code, refusal.message);
}

export function extensionRoutes(server: Server, { config }: { config: Config }): void {
  const path = '/tenants/:tenantId/extensions';
  const onePath = `${path}/:extId`;
  const secrets = (request: FastifyRequest) => ({
    secretKey: config.secretKey,
    server: { domain: config.externalAddress ?? request.hostname, port: config.sipPort },
  });

  server.endpoint({
    method: 'GET',
    path,
    id: 'listExtensions',
    summary: 'The extensions of a tenant, with their presence',
    permission: 'extensions.read',
    scope: 'tenant',
    query: contract.ExtensionQuery,
    answers: { 200: contract.ExtensionList },
    handle: ({ tx, query }) => listExtensions(tx, query),
  });

  server.endpoint({
    method: 'POST',
    path,
    id: 'createExtension',
    summary: 'Add an extension; its phone can register at once',
    permission: 'extensions.write',
    scope: 'tenant',
    body: contract.ExtensionCreate,
    answers: { 201: contract.Extension },
    allowedIn: mayAdd,
    handle: ({ tx, caller, tenant, body }) => addExtension(tx, caller, tenant, body, config.secretKey),
  });

  server.endpoint({
    method: 'GET',
    path: onePath,
    id: 'getExtension',
    summary: 'One extension',
    permission: 'extensions.read',
    scope: 'tenant',
    answers: { 200: contract.Extension },
    find: ({ tx, params }) => findExtension(tx, params.extId!),
    handle: async ({ found }) => toExtension(found),
  });

  server.endpoint({
    method: 'PATCH',
    path: onePath,
    id: 'editExtension',
    summary: 'Change an extension; calls under way are not disturbed',
    permission: 'extensions.write',
    scope: 'tenant',
    body: contract.ExtensionPatch,
    answers: { 200: contract.Extension },
    find: ({ tx, params }) => findExtension(tx, params.extId!),
    handle: ({ tx, caller, tenant, found, body, ifMatch }) =>
      editExtension(tx, caller, tenant, found.id, body, ifMatch),
  });

  server.endpoint({
    method: 'DELETE',
    path: onePath,
    id: 'deleteExtension',
    summary: 'Remove an extension: its phone is refused, numbers that led to it lead nowhere',
    permission: 'extensions.write',
    scope: 'tenant',
    answers: { 204: null },
    find: ({ tx, params }) => findExtension(tx, params.extId!),
    handle: ({ tx, caller, tenant, found, ifMatch }) => removeExtension(tx, caller, tenant, found.id, ifMatch),
  });

  server.endpoint({
    method: 'GET',
    path: `${onePath}/credentials`,
    id: 'getExtensionCredentials',
    summary: 'What a phone needs to register; each look is audited',
    permission: 'extensions.secrets',
    scope: 'tenant',
    secret: true,
    answers: { 200: contract.Credentials },
    find: ({ tx, params }) => findExtension(tx, params.extId!),
    handle: ({ tx, caller, tenant, found, request }) => showCredentials(tx, caller, tenant, found, secrets(request)),
  });

  server.endpoint({
    method: 'POST',
    path: `${onePath}/credentials`,
    id: 'resetExtensionCredentials',
    summary: 'Make a new SIP password; the old one is refused from now on',
    permission: 'extensions.secrets',
    scope: 'tenant',
    secret: true,
    answers: { 200: contract.Credentials },
    find: ({ tx, params }) => findExtension(tx, params.extId!),
    handle: ({ tx, caller, tenant, found, request }) => resetCredentials(tx, caller, tenant, found, secrets(request)),
  });
}
