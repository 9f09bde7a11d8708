import { endpoint } from '../platform/http/endpoint.ts';
import { DestinationUseQuery, DestinationUses } from './contract.ts';

export const listDestinationUses = endpoint({
  id: 'listDestinationUses',
  method: 'GET',
  path: '/tenants/{tenantId}/destination-uses',
  scope: 'tenant',
  permission: 'extensions.read',
  summary: 'List what leads to a target',
  description:
    'What sends calls to an extension, a group, a mailbox or a call flow. Deleting the target removes it from all of these except call flows, whose calls take the fallback there.',
  query: DestinationUseQuery,
  response: DestinationUses,
});
