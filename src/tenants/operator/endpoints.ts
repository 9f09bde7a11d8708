import { endpoint } from '../../platform/http/endpoint.ts';
import { pickErrors } from '../../platform/http/errors.ts';
import { tenantErrors } from '../contract.ts';
import { SuspendTenant } from '../lifecycle/suspensions-contract.ts';
import { FoundTenantList, OperatorReactivate, OperatorTenant, OperatorTenantQuery } from './contract.ts';

export const searchTenantsAsOperator = endpoint({
  id: 'searchTenantsAsOperator',
  method: 'GET',
  path: '/operator/tenants',
  scope: 'operator',
  permission: 'operator.tenants',
  summary: 'Search all tenants',
  description: 'Finds a tenant of any partner. Every search is recorded in the audit log.',
  query: OperatorTenantQuery,
  response: FoundTenantList,
});

export const getOperatorTenant = endpoint({
  id: 'getOperatorTenant',
  method: 'GET',
  path: '/operator/tenants/{tenantId}',
  scope: 'operator',
  permission: 'operator.tenants',
  summary: 'Get any tenant',
  description: 'What the operator sees of a tenant. Every look is recorded in the audit log.',
  response: OperatorTenant,
});

export const suspendTenantAsOperator = endpoint({
  id: 'suspendTenantAsOperator',
  method: 'POST',
  path: '/operator/tenants/{tenantId}/suspend',
  scope: 'operator',
  permission: 'operator.tenants',
  summary: 'Suspend any tenant',
  description:
    'Suspends a tenant of any partner for a reason that the partner can’t lift. Only 911 calls work from then on.',
  body: SuspendTenant,
  response: OperatorTenant,
  errors: pickErrors(tenantErrors, 'wrong_status'),
});

export const reactivateTenantAsOperator = endpoint({
  id: 'reactivateTenantAsOperator',
  method: 'POST',
  path: '/operator/tenants/{tenantId}/reactivate',
  scope: 'operator',
  permission: 'operator.tenants',
  summary: 'Reactivate any tenant',
  description: 'Lifts reasons of a suspension, also those set by the operator.',
  body: OperatorReactivate,
  response: OperatorTenant,
  errors: pickErrors(tenantErrors, 'wrong_status', 'window_over', 'cap_reached', 'too_many_sandboxes'),
});
