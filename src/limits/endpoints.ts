import { endpoint } from '../platform/http/endpoint.ts';
import { Limits, LimitsInUseList, LimitsInUseQuery, LimitsPut } from './contract.ts';

export const listLimits = endpoint({
  id: 'listLimits',
  method: 'GET',
  path: '/limits',
  scope: 'partner',
  permission: 'limits.read',
  summary: 'Every tenant with its limits and its use',
  query: LimitsInUseQuery,
  response: LimitsInUseList,
});

export const getLimits = endpoint({
  id: 'getLimits',
  method: 'GET',
  path: '/tenants/{tenantId}/limits',
  scope: 'record',
  permission: 'limits.read',
  summary: 'The limits of a tenant',
  response: Limits,
});

export const putLimits = endpoint({
  id: 'putLimits',
  method: 'PUT',
  path: '/tenants/{tenantId}/limits',
  scope: 'tenant',
  permission: 'limits.write',
  summary: 'Set the limits of a tenant',
  body: LimitsPut,
  response: Limits,
  headers: ['If-Match'],
});
