import { outboundErrors } from '../outbound/contract.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { Forwarding, ForwardingPut } from './contract.ts';

export const getForwarding = endpoint({
  id: 'getForwarding',
  method: 'GET',
  path: '/tenants/{tenantId}/extensions/{extId}/forwarding',
  scope: 'tenant',
  permission: 'forwarding.read',
  summary: 'Get an extension’s forwarding',
  description:
    'Where its calls go instead of to its phone. The phone sets the same by star codes. A tenant’s plain users read and set it for their own extension.',
  response: Forwarding,
});

export const putForwarding = endpoint({
  id: 'putForwarding',
  method: 'PUT',
  path: '/tenants/{tenantId}/extensions/{extId}/forwarding',
  scope: 'tenant',
  permission: 'forwarding.write',
  summary: 'Set an extension’s forwarding',
  description:
    'Applies to the next call. Fields that are left out are switched off. An outside number is called by the tenant’s outbound permissions, which are checked now and with each call.',
  body: ForwardingPut,
  response: Forwarding,
  headers: ['If-Match'],
  errors: outboundErrors,
});
