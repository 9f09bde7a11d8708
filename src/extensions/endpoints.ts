import { limitErrors } from '../limits/contract.ts';
import { planErrors } from '../number-plan/contract.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors, platformErrors } from '../platform/http/errors.ts';
import { Credentials, Extension, ExtensionCreate, ExtensionList, ExtensionPatch, ExtensionQuery } from './contract.ts';

export const listExtensions = endpoint({
  id: 'listExtensions',
  method: 'GET',
  path: '/tenants/{tenantId}/extensions',
  scope: 'tenant',
  permission: 'extensions.read',
  summary: 'List extensions',
  description: 'Returns the tenant’s extensions, and whether a phone is registered for each.',
  query: ExtensionQuery,
  response: ExtensionList,
});

export const createExtension = endpoint({
  id: 'createExtension',
  method: 'POST',
  path: '/tenants/{tenantId}/extensions',
  scope: 'tenant',
  permission: 'extensions.write',
  summary: 'Add an extension',
  description: 'The phone can register at once: get what it needs from `/credentials`.',
  body: ExtensionCreate,
  response: Extension,
  status: 201,
  errors: {
    ...planErrors,
    ...pickErrors(limitErrors, 'limit_reached'),
    ...pickErrors(platformErrors, 'external_id_taken'),
  },
});

export const getExtension = endpoint({
  id: 'getExtension',
  method: 'GET',
  path: '/tenants/{tenantId}/extensions/{extId}',
  scope: 'tenant',
  permission: 'extensions.read',
  summary: 'Get an extension',
  description: 'Returns one extension of the tenant, without its SIP password.',
  response: Extension,
});

export const editExtension = endpoint({
  id: 'editExtension',
  method: 'PATCH',
  path: '/tenants/{tenantId}/extensions/{extId}',
  scope: 'tenant',
  permission: 'extensions.write',
  summary: 'Change an extension',
  description: 'Changes apply to the next call. Calls in progress are not disturbed.',
  body: ExtensionPatch,
  response: Extension,
  headers: ['If-Match'],
  errors: pickErrors(platformErrors, 'external_id_taken'),
});

export const deleteExtension = endpoint({
  id: 'deleteExtension',
  method: 'DELETE',
  path: '/tenants/{tenantId}/extensions/{extId}',
  scope: 'tenant',
  permission: 'extensions.write',
  summary: 'Delete an extension',
  description:
    'Its phone is refused at once. Numbers that rang it ring nothing until they are routed again, and forwards and groups lose it: see `/destination-uses`.',
  headers: ['If-Match'],
});

export const getExtensionCredentials = endpoint({
  id: 'getExtensionCredentials',
  method: 'GET',
  path: '/tenants/{tenantId}/extensions/{extId}/credentials',
  scope: 'tenant',
  permission: 'extensions.secrets',
  summary: 'Get SIP credentials',
  description: 'What a phone needs to register. Every look is recorded in the audit log.',
  response: Credentials,
  secret: true,
});

export const resetExtensionCredentials = endpoint({
  id: 'resetExtensionCredentials',
  method: 'POST',
  path: '/tenants/{tenantId}/extensions/{extId}/credentials',
  scope: 'tenant',
  permission: 'extensions.secrets',
  summary: 'Reset the SIP password',
  description:
    'Makes a new password. The old one is refused at once, so the phone has to be set up again. Can’t be repeated with an `Idempotency-Key`: the password is sent once.',
  response: Credentials,
  secret: true,
});
