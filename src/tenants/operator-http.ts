import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import { noteLook, reactivateAsOperator, readOperatorTenant, searchAsOperator, suspendAsOperator } from './operator.ts';

/** The operator's part in the life of a tenant of any partner. */
export function operatorTenantRoutes(server: Server, now: () => Date): void {
  const path = '/operator/tenants/:tenantId';
  const common = {
    permission: 'operator.tenants',
    scope: 'operator',
    answers: { 200: contract.OperatorTenant },
  } as const;

  server.endpoint({
    ...common,
    path: '/operator/tenants',
    method: 'GET',
    id: 'searchTenantsAsOperator',
    summary: 'Find a tenant of any partner; each search is audited',
    query: contract.OperatorTenantQuery,
    answers: { 200: contract.FoundTenantList },
    handle: ({ tx, caller, query }) => searchAsOperator(tx, caller, query.search),
  });

  server.endpoint({
    ...common,
    path,
    method: 'GET',
    id: 'getOperatorTenant',
    summary: 'What the operator sees of a tenant; each look is audited',
    find: ({ tx, params }) => readOperatorTenant(tx, params.tenantId!),
    handle: async ({ tx, caller, found }) => {
      await noteLook(tx, caller, found.tenantId);
      return found;
    },
  });

  server.endpoint({
    ...common,
    path: `${path}/suspend`,
    method: 'POST',
    id: 'suspendTenantAsOperator',
    summary: 'Suspend a tenant for a reason that its partner cannot lift',
    body: contract.SuspendTenant,
    find: ({ tx, params }) => readOperatorTenant(tx, params.tenantId!),
    handle: ({ tx, caller, params, body }) => suspendAsOperator(tx, caller, params.tenantId!, body),
  });

  server.endpoint({
    ...common,
    path: `${path}/reactivate`,
    method: 'POST',
    id: 'reactivateTenantAsOperator',
    summary: 'Lift reasons of a suspension, those of the operator too',
    body: contract.OperatorReactivate,
    find: ({ tx, params }) => readOperatorTenant(tx, params.tenantId!),
    handle: ({ tx, caller, params, body }) => reactivateAsOperator(tx, caller, params.tenantId!, body, now()),
  });
}
