import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { statusErrors } from '../status/contract.ts';
import { fraudErrors, FraudTrip, FraudTripList, TenantFraudRules, TenantFraudRulesPut } from './contract.ts';

export const getFraudRules = endpoint({
  id: 'getFraudRules',
  method: 'GET',
  path: '/tenants/{tenantId}/fraud-rules',
  scope: 'record',
  permission: 'limits.read',
  summary: 'Get a tenant’s fraud rules',
  description: 'When the tenant’s outbound calls look like fraud, and what is done then.',
  response: TenantFraudRules,
});

export const putFraudRules = endpoint({
  id: 'putFraudRules',
  method: 'PUT',
  path: '/tenants/{tenantId}/fraud-rules',
  scope: 'tenant',
  permission: 'limits.write',
  summary: 'Set a tenant’s fraud rules',
  description:
    'They apply from the next call. Emergency calls are never counted, nor refused. A block stays until it is lifted.',
  body: TenantFraudRulesPut,
  response: TenantFraudRules,
  headers: ['If-Match'],
});

export const listFraudTrips = endpoint({
  id: 'listFraudTrips',
  method: 'GET',
  path: '/tenants/{tenantId}/fraud-trips',
  scope: 'record',
  permission: 'usage.read',
  summary: 'List the fraud rules that tripped',
  description: 'The last 20, the newest first. One with the action `block` and no `liftedAt` blocks calls now.',
  response: FraudTripList,
  errors: pickErrors(statusErrors, 'tenant_suspended'),
});

export const liftFraudBlock = endpoint({
  id: 'liftFraudBlock',
  method: 'POST',
  path: '/tenants/{tenantId}/fraud-trips/{tripId}/lift',
  scope: 'record',
  permission: 'limits.write',
  summary: 'Lift a block of calls',
  description: 'The calls that the rule blocks go again, and it counts from zero.',
  response: FraudTrip,
  errors: fraudErrors,
});
