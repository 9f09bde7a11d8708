import { endpoint } from '../platform/http/endpoint.ts';
import { DirectoryList, DirectoryQuery } from './contract.ts';

export const listDirectory = endpoint({
  id: 'listDirectory',
  method: 'GET',
  path: '/tenants/{tenantId}/directory',
  scope: 'tenant',
  permission: 'directory.read',
  summary: 'List the directory',
  description:
    'Returns the extensions and groups that can be dialled inside the tenant. Every user of the tenant can read it.',
  query: DirectoryQuery,
  response: DirectoryList,
});
