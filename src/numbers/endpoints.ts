import { limitErrors } from '../limits/contract.ts';
import { outboundErrors } from '../outbound/contract.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors, platformErrors } from '../platform/http/errors.ts';
import { statusErrors } from '../status/contract.ts';
import {
  AssignDid,
  AssignDids,
  Did,
  DidList,
  DidAddressPut,
  DidEdit,
  DidPatch,
  DidQuery,
  DidResults,
  DidsCreate,
  DidsCreated,
  DidsImport,
  DidsImported,
  ImportQuery,
  numberErrors,
  ReleaseDids,
  TenantDid,
  TenantDidList,
  TenantDidQuery,
} from './contract.ts';

export const listDids = endpoint({
  id: 'listDids',
  method: 'GET',
  path: '/dids',
  scope: 'partner',
  permission: 'numbers.read',
  summary: 'List the inventory',
  description: 'All phone numbers of the partner, with the tenants that have them.',
  query: DidQuery,
  response: DidList,
});

export const addDids = endpoint({
  id: 'addDids',
  method: 'POST',
  path: '/dids',
  scope: 'partner',
  permission: 'numbers.write',
  summary: 'Add phone numbers',
  description:
    'Adds numbers and ranges to the inventory. Each number is added or refused on its own; if the input can’t be read at all, nothing is added.',
  body: DidsCreate,
  response: DidsCreated,
  status: 201,
});

export const importDids = endpoint({
  id: 'importDids',
  method: 'POST',
  path: '/dids/import',
  scope: 'partner',
  permission: 'numbers.write',
  summary: 'Import phone numbers from CSV',
  description:
    'Adds the numbers in a file, sent as JSON or as `text/csv`. Send it with `dryRun=true` first: the response says what would happen and which column holds the numbers.',
  query: ImportQuery,
  body: DidsImport,
  response: DidsImported,
});

export const getDid = endpoint({
  id: 'getDid',
  method: 'GET',
  path: '/dids/{didId}',
  scope: 'partner',
  permission: 'numbers.read',
  summary: 'Get a phone number',
  description: 'Returns one number of the partner’s inventory, with its tenant and quarantine.',
  response: Did,
});

export const editDid = endpoint({
  id: 'editDid',
  method: 'PATCH',
  path: '/dids/{didId}',
  scope: 'partner',
  permission: 'numbers.write',
  summary: 'Change a phone number',
  description:
    'Sets its `externalId` and `metadata`. They stay with the number when its tenant changes; the purge of the tenant that it belonged to at the last change removes them.',
  body: DidEdit,
  response: Did,
  headers: ['If-Match'],
  errors: pickErrors(platformErrors, 'external_id_taken'),
});

export const removeDid = endpoint({
  id: 'removeDid',
  method: 'DELETE',
  path: '/dids/{didId}',
  scope: 'partner',
  permission: 'numbers.write',
  summary: 'Delete a phone number',
  description: 'Takes an unassigned number out of the inventory. A number in quarantine has to wait.',
  headers: ['If-Match'],
  errors: numberErrors,
});

export const assignDid = endpoint({
  id: 'assignDid',
  method: 'POST',
  path: '/dids/{didId}/assign',
  scope: 'partner',
  permission: 'numbers.write',
  summary: 'Assign a phone number',
  description:
    'Gives an unassigned number to a tenant. A number that another tenant had recently needs `acknowledgeAgeing`.',
  body: AssignDid,
  response: Did,
  errors: {
    ...numberErrors,
    ...pickErrors(statusErrors, 'tenant_cancelled'),
    ...pickErrors(limitErrors, 'limit_reached'),
  },
});

export const releaseDid = endpoint({
  id: 'releaseDid',
  method: 'POST',
  path: '/dids/{didId}/release',
  scope: 'partner',
  permission: 'numbers.write',
  summary: 'Release a phone number',
  description: 'Takes a number back from its tenant. Calls to it stop at once, and it goes into quarantine.',
  response: Did,
  errors: pickErrors(numberErrors, 'did_not_available'),
});

export const assignDids = endpoint({
  id: 'assignDids',
  method: 'POST',
  path: '/dids/assign-many',
  scope: 'partner',
  permission: 'numbers.write',
  summary: 'Assign several phone numbers',
  description: 'Each number is assigned or refused on its own.',
  body: AssignDids,
  response: DidResults,
  errors: { ...pickErrors(statusErrors, 'tenant_cancelled'), ...pickErrors(limitErrors, 'limit_reached') },
});

export const releaseDids = endpoint({
  id: 'releaseDids',
  method: 'POST',
  path: '/dids/release-many',
  scope: 'partner',
  permission: 'numbers.write',
  summary: 'Release several phone numbers',
  description: 'Each number is released or refused on its own.',
  body: ReleaseDids,
  response: DidResults,
});

export const listTenantDids = endpoint({
  id: 'listTenantDids',
  method: 'GET',
  path: '/tenants/{tenantId}/dids',
  scope: 'tenant',
  permission: 'routing.read',
  summary: 'List a tenant’s phone numbers',
  description: 'The numbers of a tenant, and where each one rings.',
  query: TenantDidQuery,
  response: TenantDidList,
});

export const getTenantDid = endpoint({
  id: 'getTenantDid',
  method: 'GET',
  path: '/tenants/{tenantId}/dids/{didId}',
  scope: 'tenant',
  permission: 'routing.read',
  summary: 'Get a tenant’s phone number',
  description: 'Returns one number of the tenant, and where calls to it go.',
  response: TenantDid,
});

export const putDidAddress = endpoint({
  id: 'putDidAddress',
  method: 'PUT',
  path: '/tenants/{tenantId}/dids/{didId}/e911-address',
  scope: 'tenant',
  permission: 'routing.write',
  summary: 'Set a phone number’s E911 address',
  description:
    'Where 911 sends help when somebody calls with this number, such as another branch. Without one, help goes to the tenant’s address. It applies to the next call.',
  body: DidAddressPut,
  response: TenantDid,
  headers: ['If-Match'],
});

export const routeDid = endpoint({
  id: 'routeDid',
  method: 'PATCH',
  path: '/tenants/{tenantId}/dids/{didId}',
  scope: 'tenant',
  permission: 'routing.write',
  summary: 'Route a phone number',
  description: 'Sets where calls to the number go. It applies to the next call.',
  body: DidPatch,
  response: TenantDid,
  headers: ['If-Match'],
  errors: pickErrors(outboundErrors, 'not_permitted'),
});
