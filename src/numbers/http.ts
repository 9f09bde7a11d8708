import type { Config } from '../platform/config.ts';
import type { Server } from '../platform/http/server.ts';
import { assignNumbers, onlyResult, releaseNumbers } from './assignment.ts';
import * as contract from './contract.ts';
import { addNumbers, findNumber, importNumbers, listInventory, removeNumber } from './inventory.ts';
import { toDid } from './numbers.ts';
import { findTenantDid, listTenantDids, routeNumber } from './routing.ts';

type Deps = { config: Config; now?: () => Date };

export function numberRoutes(server: Server, { now = () => new Date() }: Deps): void {
  inventoryRoutes(server, now);
  assignmentRoutes(server, now);
  tenantNumberRoutes(server);
}

function inventoryRoutes(server: Server, now: () => Date): void {
  // The text itself becomes what JSON would have said.
  server.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, csv, done) => done(null, { csv }));

  server.endpoint({
    method: 'GET',
    path: '/dids',
    id: 'listDids',
    summary: 'The partner’s numbers',
    permission: 'numbers.read',
    scope: 'partner',
    query: contract.DidQuery,
    answers: { 200: contract.DidList },
    handle: ({ tx, caller, query }) => listInventory(tx, caller.partner!.id, query, now()),
  });

  server.endpoint({
    method: 'POST',
    path: '/dids',
    id: 'addDids',
    summary: 'Add numbers and ranges to the inventory',
    permission: 'numbers.write',
    scope: 'partner',
    body: contract.DidsCreate,
    answers: { 201: contract.DidsCreated },
    handle: ({ tx, caller, body }) => addNumbers(tx, caller, caller.partner!.id, body.numbers, now()),
  });

  server.endpoint({
    method: 'POST',
    path: '/dids/import',
    id: 'importDids',
    summary: 'Add numbers from a CSV file (as JSON or as text/csv), or preview what it would add',
    permission: 'numbers.write',
    scope: 'partner',
    query: contract.ImportQuery,
    body: contract.DidsImport,
    answers: { 200: contract.DidsImported },
    handle: ({ tx, caller, query, body }) => importNumbers(tx, caller, caller.partner!.id, body.csv, query),
  });

  server.endpoint({
    method: 'GET',
    path: '/dids/:didId',
    id: 'getDid',
    summary: 'One of the partner’s numbers',
    permission: 'numbers.read',
    scope: 'partner',
    answers: { 200: contract.Did },
    find: ({ tx, params }) => findNumber(tx, params.didId!),
    handle: async ({ found }) => toDid(found, now()),
  });

  server.endpoint({
    method: 'DELETE',
    path: '/dids/:didId',
    id: 'removeDid',
    summary: 'Take a free number out of the inventory',
    permission: 'numbers.write',
    scope: 'partner',
    answers: { 204: null },
    find: ({ tx, params }) => findNumber(tx, params.didId!),
    handle: ({ tx, caller, found, ifMatch }) => removeNumber(tx, caller, caller.partner!.id, found.id, ifMatch, now()),
  });
}

function assignmentRoutes(server: Server, now: () => Date): void {
  server.endpoint({
    method: 'POST',
    path: '/dids/:didId/assign',
    id: 'assignDid',
    summary: 'Give a free number to a tenant',
    permission: 'numbers.write',
    scope: 'partner',
    body: contract.AssignDid,
    answers: { 200: contract.Did },
    find: ({ tx, params }) => findNumber(tx, params.didId!),
    handle: async ({ tx, caller, found, body }) =>
      onlyResult(await assignNumbers(tx, caller, { ...body, didIds: [found.id] }, now())),
  });

  server.endpoint({
    method: 'POST',
    path: '/dids/:didId/release',
    id: 'releaseDid',
    summary: 'Take a number back from its tenant',
    permission: 'numbers.write',
    scope: 'partner',
    answers: { 200: contract.Did },
    find: ({ tx, params }) => findNumber(tx, params.didId!),
    handle: async ({ tx, caller, found }) =>
      onlyResult(await releaseNumbers(tx, caller, caller.partner!.id, [found.id], now())),
  });

  server.endpoint({
    method: 'POST',
    path: '/dids/assign-many',
    id: 'assignDids',
    summary: 'Give a selection of numbers to a tenant',
    permission: 'numbers.write',
    scope: 'partner',
    body: contract.AssignDids,
    answers: { 200: contract.DidResults },
    handle: ({ tx, caller, body }) => assignNumbers(tx, caller, body, now()),
  });

  server.endpoint({
    method: 'POST',
    path: '/dids/release-many',
    id: 'releaseDids',
    summary: 'Take a selection of numbers back from their tenants',
    permission: 'numbers.write',
    scope: 'partner',
    body: contract.ReleaseDids,
    answers: { 200: contract.DidResults },
    handle: ({ tx, caller, body }) => releaseNumbers(tx, caller, caller.partner!.id, body.didIds, now()),
  });
}

function tenantNumberRoutes(server: Server): void {
  const path = '/tenants/:tenantId/dids';

  server.endpoint({
    method: 'GET',
    path,
    id: 'listTenantDids',
    summary: 'The numbers of a tenant',
    permission: 'routing.read',
    scope: 'tenant',
    query: contract.TenantDidQuery,
    answers: { 200: contract.TenantDidList },
    handle: ({ tx, tenant, query }) => listTenantDids(tx, tenant.id, query),
  });

  server.endpoint({
    method: 'GET',
    path: `${path}/:didId`,
    id: 'getTenantDid',
    summary: 'One number of a tenant',
    permission: 'routing.read',
    scope: 'tenant',
    answers: { 200: contract.TenantDid },
    find: ({ tx, params }) => findTenantDid(tx, params.didId!),
    handle: async ({ found }) => found,
  });

  server.endpoint({
    method: 'PATCH',
    path: `${path}/:didId`,
    id: 'routeDid',
    summary: 'Say where calls to a number go',
    permission: 'routing.write',
    scope: 'tenant',
    body: contract.DidPatch,
    answers: { 200: contract.TenantDid },
    find: ({ tx, params }) => findTenantDid(tx, params.didId!),
    handle: ({ tx, caller, tenant, found, body, ifMatch }) =>
      routeNumber(tx, caller, tenant, found.id, body.routing, ifMatch),
  });
}
