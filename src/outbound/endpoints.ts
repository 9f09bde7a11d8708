import { endpoint } from '../platform/http/endpoint.ts';
import { OutboundPermissions, OutboundPermissionsPut } from './contract.ts';

export const getOutboundPermissions = endpoint({
  id: 'getOutboundPermissions',
  method: 'GET',
  path: '/tenants/{tenantId}/outbound-permissions',
  scope: 'tenant',
  permission: 'outbound.read',
  summary: 'Get the outbound permissions',
  description: 'The outside numbers that the tenant may call, and how many calls at once.',
  response: OutboundPermissions,
});

export const putOutboundPermissions = endpoint({
  id: 'putOutboundPermissions',
  method: 'PUT',
  path: '/tenants/{tenantId}/outbound-permissions',
  scope: 'tenant',
  permission: 'outbound.write',
  summary: 'Set the outbound permissions',
  description: 'Applies to the next call. Calls to emergency numbers are always allowed.',
  body: OutboundPermissionsPut,
  response: OutboundPermissions,
  headers: ['If-Match'],
});
