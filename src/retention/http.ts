import type { Server } from '../platform/http.ts';
import * as contract from './contract.ts';
import { liftHold, placeHold, readHold } from './holds.ts';
import { reactivateAsOperator, readOperatorTenant, suspendAsOperator } from './operator-tenants.ts';

export function retentionRoutes(server: Server, { now = () => new Date() }: { now?: () => Date }): void {
  holdRoutes(server);
  operatorTenantRoutes(server, now);
}

function holdRoutes(server: Server): void {
  const path = '/operator/tenants/:tenantId/legal-hold';
  const common = {
    path,
    permission: 'operator.holds',
    scope: 'operator',
    answers: { 200: contract.LegalHold },
  } as const;

  server.endpoint({
    ...common,
    method: 'GET',
    id: 'getLegalHold',
    summary: 'Whether a tenant is kept from being purged',
    find: ({ tx, params }) => readHold(tx, params.tenantId!),
    handle: async ({ found }) => found,
  });

  server.endpoint({
    ...common,
    method: 'PUT',
    id: 'placeLegalHold',
    summary: 'Keep a tenant from being purged',
    body: contract.LegalHoldPut,
    find: ({ tx, params }) => readHold(tx, params.tenantId!),
    handle: ({ tx, caller, params, body, ifMatch }) => placeHold(tx, caller, params.tenantId!, body.reason, ifMatch),
  });

  server.endpoint({
    ...common,
    method: 'DELETE',
    id: 'liftLegalHold',
    summary: 'Let a tenant be purged when its time comes',
    find: ({ tx, params }) => readHold(tx, params.tenantId!),
    handle: ({ tx, caller, params, ifMatch }) => liftHold(tx, caller, params.tenantId!, ifMatch),
  });
}

function operatorTenantRoutes(server: Server, now: () => Date): void {
  const path = '/operator/tenants/:tenantId';
  const common = {
    permission: 'operator.tenants',
    scope: 'operator',
    answers: { 200: contract.OperatorTenant },
  } as const;

  server.endpoint({
    ...common,
    path,
    method: 'GET',
    id: 'getOperatorTenant',
    summary: 'What the operator sees of a tenant',
    find: ({ tx, params }) => readOperatorTenant(tx, params.tenantId!),
    handle: async ({ found }) => found,
  });

  server.endpoint({
    ...common,
    path: `${path}/suspend`,
    method: 'POST',
    id: 'suspendTenantAsOperator',
    summary: 'Suspend a tenant for a reason that its partner cannot lift',
    body: contract.OperatorSuspend,
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
