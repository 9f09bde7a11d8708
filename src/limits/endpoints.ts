import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { statusErrors } from '../status/contract.ts';
import { Limits, LimitsInUseList, LimitsInUseQuery, LimitsPut } from './contract.ts';
import { TenantUsage } from './usage-contract.ts';

export const listLimits = endpoint({
  id: 'listLimits',
  method: 'GET',
  path: '/limits',
  scope: 'partner',
  permission: 'limits.read',
  summary: 'List all limits',
  description: 'Every tenant of the partner with its limits and how much of them is in use.',
  query: LimitsInUseQuery,
  response: LimitsInUseList,
});

export const getLimits = endpoint({
  id: 'getLimits',
  method: 'GET',
  path: '/tenants/{tenantId}/limits',
  scope: 'record',
  permission: 'limits.read',
  summary: 'Get a tenant’s limits',
  description: 'How many extensions and numbers the tenant may have.',
  response: Limits,
});

export const putLimits = endpoint({
  id: 'putLimits',
  method: 'PUT',
  path: '/tenants/{tenantId}/limits',
  scope: 'tenant',
  permission: 'limits.write',
  summary: 'Set a tenant’s limits',
  description: 'Limits apply to what is added from now on. What a tenant has already stays.',
  body: LimitsPut,
  response: Limits,
  headers: ['If-Match'],
});

export const getUsage = endpoint({
  id: 'getUsage',
  method: 'GET',
  path: '/tenants/{tenantId}/usage',
  scope: 'record',
  permission: 'usage.read',
  summary: 'Get a tenant’s usage',
  description:
    'The tenant’s use in the current billing cycle: money, minutes, extensions and numbers, each with its limit, and a forecast of the cycle.',
  response: TenantUsage,
  errors: pickErrors(statusErrors, 'tenant_suspended'),
});
