import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import { readPermissions, savePermissions } from './outbound.ts';

export function outboundRoutes(server: Server): void {
  const path = '/tenants/:tenantId/outbound-permissions';

  server.endpoint({
    method: 'GET',
    path,
    id: 'getOutboundPermissions',
    summary: 'What a tenant may call outside, and how often at once',
    permission: 'outbound.read',
    scope: 'tenant',
    answers: { 200: contract.OutboundPermissions },
    handle: ({ tx, tenant }) => readPermissions(tx, tenant.id),
  });

  server.endpoint({
    method: 'PUT',
    path,
    id: 'putOutboundPermissions',
    summary: 'Set what a tenant may call outside; it applies to the next call',
    permission: 'outbound.write',
    scope: 'tenant',
    body: contract.OutboundPermissionsPut,
    answers: { 200: contract.OutboundPermissions },
    handle: ({ tx, caller, tenant, body, ifMatch }) => savePermissions(tx, caller, tenant, body, ifMatch),
  });
}
