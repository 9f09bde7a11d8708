import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { statusErrors } from '../status/contract.ts';
import { DirectoryList, DirectoryQuery } from './contract.ts';

export const listDirectory = endpoint({
  id: 'listDirectory',
  method: 'GET',
  path: '/tenants/{tenantId}/directory',
  scope: 'tenant',
  permission: 'directory.read',
  summary: 'List the directory',
  description:
    'Who can be dialled inside the tenant: its extensions and its groups. For everybody who signs in for it.',
  query: DirectoryQuery,
  response: DirectoryList,
  errors: pickErrors(statusErrors, 'tenant_suspended'),
});
