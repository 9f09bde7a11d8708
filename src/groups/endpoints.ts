import { planErrors } from '../number-plan/contract.ts';
import { outboundErrors } from '../outbound/contract.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { Group, GroupCreate, GroupList, GroupPatch, GroupQuery } from './contract.ts';

const writeErrors = { ...planErrors, ...outboundErrors };

export const listGroups = endpoint({
  id: 'listGroups',
  method: 'GET',
  path: '/tenants/{tenantId}/groups',
  scope: 'tenant',
  permission: 'groups.read',
  summary: 'List ring groups',
  description: 'Returns the tenant’s ring groups with their members.',
  query: GroupQuery,
  response: GroupList,
});

export const createGroup = endpoint({
  id: 'createGroup',
  method: 'POST',
  path: '/tenants/{tenantId}/groups',
  scope: 'tenant',
  permission: 'groups.write',
  summary: 'Add a ring group',
  description: 'Its members ring with the next call to its number.',
  body: GroupCreate,
  response: Group,
  status: 201,
  errors: writeErrors,
});

export const getGroup = endpoint({
  id: 'getGroup',
  method: 'GET',
  path: '/tenants/{tenantId}/groups/{groupId}',
  scope: 'tenant',
  permission: 'groups.read',
  summary: 'Get a ring group',
  description: 'Returns one ring group of the tenant with its members.',
  response: Group,
});

export const editGroup = endpoint({
  id: 'editGroup',
  method: 'PATCH',
  path: '/tenants/{tenantId}/groups/{groupId}',
  scope: 'tenant',
  permission: 'groups.write',
  summary: 'Change a ring group',
  description: 'Changes apply to the next call. `members` replaces all members.',
  body: GroupPatch,
  response: Group,
  headers: ['If-Match'],
  errors: writeErrors,
});

export const deleteGroup = endpoint({
  id: 'deleteGroup',
  method: 'DELETE',
  path: '/tenants/{tenantId}/groups/{groupId}',
  scope: 'tenant',
  permission: 'groups.write',
  summary: 'Delete a ring group',
  description:
    'Its number can be used again. Phone numbers and forwards that led to it lose it: see `/destination-uses`.',
  headers: ['If-Match'],
});
