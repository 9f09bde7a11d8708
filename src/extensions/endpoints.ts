import { endpoint } from '../platform/http/endpoint.ts';
import { Credentials, Extension, ExtensionCreate, ExtensionList, ExtensionPatch, ExtensionQuery } from './contract.ts';

export const listExtensions = endpoint({
  id: 'listExtensions',
  method: 'GET',
  path: '/tenants/{tenantId}/extensions',
  scope: 'tenant',
  permission: 'extensions.read',
  summary: 'The extensions of a tenant, with their presence',
  query: ExtensionQuery,
  response: ExtensionList,
});

export const createExtension = endpoint({
  id: 'createExtension',
  method: 'POST',
  path: '/tenants/{tenantId}/extensions',
  scope: 'tenant',
  permission: 'extensions.write',
  summary: 'Add an extension; its phone can register at once',
  body: ExtensionCreate,
  response: Extension,
  status: 201,
});

export const getExtension = endpoint({
  id: 'getExtension',
  method: 'GET',
  path: '/tenants/{tenantId}/extensions/{extId}',
  scope: 'tenant',
  permission: 'extensions.read',
  summary: 'One extension',
  response: Extension,
});

export const editExtension = endpoint({
  id: 'editExtension',
  method: 'PATCH',
  path: '/tenants/{tenantId}/extensions/{extId}',
  scope: 'tenant',
  permission: 'extensions.write',
  summary: 'Change an extension; calls under way are not disturbed',
  body: ExtensionPatch,
  response: Extension,
  headers: ['If-Match'],
});

export const deleteExtension = endpoint({
  id: 'deleteExtension',
  method: 'DELETE',
  path: '/tenants/{tenantId}/extensions/{extId}',
  scope: 'tenant',
  permission: 'extensions.write',
  summary: 'Remove an extension: its phone is refused, numbers that led to it lead nowhere',
  headers: ['If-Match'],
});

export const getExtensionCredentials = endpoint({
  id: 'getExtensionCredentials',
  method: 'GET',
  path: '/tenants/{tenantId}/extensions/{extId}/credentials',
  scope: 'tenant',
  permission: 'extensions.secrets',
  summary: 'What a phone needs to register; each look is audited',
  response: Credentials,
  secret: true,
});

export const resetExtensionCredentials = endpoint({
  id: 'resetExtensionCredentials',
  method: 'POST',
  path: '/tenants/{tenantId}/extensions/{extId}/credentials',
  scope: 'tenant',
  permission: 'extensions.secrets',
  summary: 'Make a new SIP password; the old one is refused from now on',
  response: Credentials,
  secret: true,
});
