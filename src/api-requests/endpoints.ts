import { endpoint } from '../platform/http/endpoint.ts';
import { ApiRequestList, ApiRequestQuery, RETENTION_DAYS } from './contract.ts';

const HOW_MANY =
  'No bodies and no query strings are recorded. From 600 requests a minute on, every tenth is recorded, from 6,000 on every hundredth: `represents` says how many each stands for.';

export const listApiRequests = endpoint({
  id: 'listApiRequests',
  method: 'GET',
  path: '/api-requests',
  scope: 'partner',
  permission: 'api-requests.read',
  testKeys: 'served',
  summary: 'List requests of API keys',
  description: `What your keys have asked for in the last ${RETENTION_DAYS} days, newest first, a moment after the response. ${HOW_MANY}`,
  query: ApiRequestQuery,
  response: ApiRequestList,
});

export const listTenantApiRequests = endpoint({
  id: 'listTenantApiRequests',
  method: 'GET',
  path: '/tenants/{tenantId}/api-requests',
  scope: 'tenant',
  permission: 'tenant-keys.read',
  by: 'people',
  summary: 'List requests of a tenant’s own API keys',
  description: `What the tenant’s own keys have asked for in the last ${RETENTION_DAYS} days, newest first, a moment after the response. ${HOW_MANY}`,
  query: ApiRequestQuery,
  response: ApiRequestList,
});
