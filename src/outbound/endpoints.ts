import { endpoint } from '../platform/http/endpoint.ts';
import { OutboundPermissions, OutboundPermissionsPut } from './contract.ts';

export const getOutboundPermissions = endpoint({
  id: 'getOutboundPermissions',
  method: 'GET',
  path: '/tenants/{tenantId}/outbound-permissions',
  scope: 'tenant',
  permission: 'outbound.read',
  summary: 'What a tenant may call outside, and how often at once',
  response: OutboundPermissions,
});

export const putOutboundPermissions = endpoint({
  id: 'putOutboundPermissions',
  method: 'PUT',
  path: '/tenants/{tenantId}/outbound-permissions',
  scope: 'tenant',
  permission: 'outbound.write',
  summary: 'Set what a tenant may call outside; it applies to the next call',
  body: OutboundPermissionsPut,
  response: OutboundPermissions,
  headers: ['If-Match'],
});
