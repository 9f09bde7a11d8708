import { endpoint } from '../platform/http/endpoint.ts';
import { FoundTenantList, OperatorReactivate, OperatorTenant, OperatorTenantQuery } from './operator-contract.ts';
import { SuspendTenant } from './suspensions-contract.ts';

export const searchTenantsAsOperator = endpoint({
  id: 'searchTenantsAsOperator',
  method: 'GET',
  path: '/operator/tenants',
  scope: 'operator',
  permission: 'operator.tenants',
  summary: 'Find a tenant of any partner; each search is audited',
  query: OperatorTenantQuery,
  response: FoundTenantList,
});

export const getOperatorTenant = endpoint({
  id: 'getOperatorTenant',
  method: 'GET',
  path: '/operator/tenants/{tenantId}',
  scope: 'operator',
  permission: 'operator.tenants',
  summary: 'What the operator sees of a tenant; each look is audited',
  response: OperatorTenant,
});

export const suspendTenantAsOperator = endpoint({
  id: 'suspendTenantAsOperator',
  method: 'POST',
  path: '/operator/tenants/{tenantId}/suspend',
  scope: 'operator',
  permission: 'operator.tenants',
  summary: 'Suspend a tenant for a reason that its partner cannot lift',
  body: SuspendTenant,
  response: OperatorTenant,
});

export const reactivateTenantAsOperator = endpoint({
  id: 'reactivateTenantAsOperator',
  method: 'POST',
  path: '/operator/tenants/{tenantId}/reactivate',
  scope: 'operator',
  permission: 'operator.tenants',
  summary: 'Lift reasons of a suspension, those of the operator too',
  body: OperatorReactivate,
  response: OperatorTenant,
});
