import { endpoint } from '../platform/http/endpoint.ts';
import {
  AssignDid,
  AssignDids,
  Did,
  DidList,
  DidPatch,
  DidQuery,
  DidResults,
  DidsCreate,
  DidsCreated,
  DidsImport,
  DidsImported,
  ImportQuery,
  ReleaseDids,
  TenantDid,
  TenantDidList,
  TenantDidQuery,
} from './contract.ts';

export const listDids = endpoint({
  id: 'listDids',
  method: 'GET',
  path: '/dids',
  scope: 'partner',
  permission: 'numbers.read',
  summary: 'The partner’s numbers',
  query: DidQuery,
  response: DidList,
});

export const addDids = endpoint({
  id: 'addDids',
  method: 'POST',
  path: '/dids',
  scope: 'partner',
  permission: 'numbers.write',
  summary: 'Add numbers and ranges to the inventory',
  body: DidsCreate,
  response: DidsCreated,
  status: 201,
});

export const importDids = endpoint({
  id: 'importDids',
  method: 'POST',
  path: '/dids/import',
  scope: 'partner',
  permission: 'numbers.write',
  summary: 'Add numbers from a CSV file (as JSON or as text/csv), or preview what it would add',
  query: ImportQuery,
  body: DidsImport,
  response: DidsImported,
});

export const getDid = endpoint({
  id: 'getDid',
  method: 'GET',
  path: '/dids/{didId}',
  scope: 'partner',
  permission: 'numbers.read',
  summary: 'One of the partner’s numbers',
  response: Did,
});

export const removeDid = endpoint({
  id: 'removeDid',
  method: 'DELETE',
  path: '/dids/{didId}',
  scope: 'partner',
  permission: 'numbers.write',
  summary: 'Take a free number out of the inventory',
  headers: ['If-Match'],
});

export const assignDid = endpoint({
  id: 'assignDid',
  method: 'POST',
  path: '/dids/{didId}/assign',
  scope: 'partner',
  permission: 'numbers.write',
  summary: 'Give a free number to a tenant',
  body: AssignDid,
  response: Did,
});

export const releaseDid = endpoint({
  id: 'releaseDid',
  method: 'POST',
  path: '/dids/{didId}/release',
  scope: 'partner',
  permission: 'numbers.write',
  summary: 'Take a number back from its tenant',
  response: Did,
});

export const assignDids = endpoint({
  id: 'assignDids',
  method: 'POST',
  path: '/dids/assign-many',
  scope: 'partner',
  permission: 'numbers.write',
  summary: 'Give a selection of numbers to a tenant',
  body: AssignDids,
  response: DidResults,
});

export const releaseDids = endpoint({
  id: 'releaseDids',
  method: 'POST',
  path: '/dids/release-many',
  scope: 'partner',
  permission: 'numbers.write',
  summary: 'Take a selection of numbers back from their tenants',
  body: ReleaseDids,
  response: DidResults,
});

export const listTenantDids = endpoint({
  id: 'listTenantDids',
  method: 'GET',
  path: '/tenants/{tenantId}/dids',
  scope: 'tenant',
  permission: 'routing.read',
  summary: 'The numbers of a tenant',
  query: TenantDidQuery,
  response: TenantDidList,
});

export const getTenantDid = endpoint({
  id: 'getTenantDid',
  method: 'GET',
  path: '/tenants/{tenantId}/dids/{didId}',
  scope: 'tenant',
  permission: 'routing.read',
  summary: 'One number of a tenant',
  response: TenantDid,
});

export const routeDid = endpoint({
  id: 'routeDid',
  method: 'PATCH',
  path: '/tenants/{tenantId}/dids/{didId}',
  scope: 'tenant',
  permission: 'routing.write',
  summary: 'Say where calls to a number go',
  body: DidPatch,
  response: TenantDid,
  headers: ['If-Match'],
});
