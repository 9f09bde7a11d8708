import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import { liftHold, placeHold, readHold } from './holds.ts';

export function retentionRoutes(server: Server): void {
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
