import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import {
  apiKeyErrors,
  ApiKeyQuery,
  ApiKeyRotate,
  NewTenantApiKey,
  TenantApiKey,
  TenantApiKeyCreate,
  TenantApiKeyList,
  TenantApiKeyPatch,
  TenantKeySettings,
  TenantKeySettingsPut,
} from './contract.ts';
import { TENANT_SCOPES } from './rules.ts';

const reading = { scope: 'tenant', permission: 'tenant-keys.read', by: 'people' } as const;
const writing = { scope: 'tenant', permission: 'tenant-keys.write', by: 'people' } as const;
const SCOPE_LIST = TENANT_SCOPES.map((scope) => `\`${scope}\``).join(', ');

export const listTenantApiKeys = endpoint({
  ...reading,
  id: 'listTenantApiKeys',
  method: 'GET',
  path: '/tenants/{tenantId}/api-keys',
  summary: 'List a tenant’s own API keys',
  description: 'The keys of the tenant’s own programs. The keys themselves are not stored.',
  query: ApiKeyQuery,
  response: TenantApiKeyList,
});

export const createTenantApiKey = endpoint({
  ...writing,
  id: 'createTenantApiKey',
  method: 'POST',
  path: '/tenants/{tenantId}/api-keys',
  summary: 'Make an API key of a tenant',
  description: `For a program of the tenant’s own, where its partner allows that. It can see only this tenant, and never do more than the tenant’s admins. The key is in \`key\`, and is shown this once.\n\nThe scopes are: ${SCOPE_LIST}.`,
  body: TenantApiKeyCreate,
  response: NewTenantApiKey,
  status: 201,
  secret: true,
  errors: pickErrors(apiKeyErrors, 'too_many_api_keys', 'api_keys_not_allowed'),
});

export const getTenantApiKey = endpoint({
  ...reading,
  id: 'getTenantApiKey',
  method: 'GET',
  path: '/tenants/{tenantId}/api-keys/{tenantKeyId}',
  summary: 'Get an API key of a tenant',
  description: 'Returns the key’s settings and when it was last used, but never the key itself.',
  response: TenantApiKey,
});

export const editTenantApiKey = endpoint({
  ...writing,
  id: 'editTenantApiKey',
  method: 'PATCH',
  path: '/tenants/{tenantId}/api-keys/{tenantKeyId}',
  summary: 'Change an API key of a tenant',
  description: 'Changes the fields that are sent. They apply from the key’s next request.',
  body: TenantApiKeyPatch,
  response: TenantApiKey,
  headers: ['If-Match'],
});

export const rotateTenantApiKey = endpoint({
  ...writing,
  id: 'rotateTenantApiKey',
  method: 'POST',
  path: '/tenants/{tenantId}/api-keys/{tenantKeyId}/rotate',
  summary: 'Replace an API key of a tenant',
  description:
    'Makes a new key with the same settings. The current key still works for `overlapHours`, so that a program can switch without an interruption.',
  body: ApiKeyRotate,
  response: NewTenantApiKey,
  status: 201,
  secret: true,
  errors: pickErrors(apiKeyErrors, 'too_many_api_keys', 'api_keys_not_allowed'),
});

export const revokeTenantApiKey = endpoint({
  scope: 'tenant',
  permission: 'tenant-keys.revoke',
  by: 'people',
  id: 'revokeTenantApiKey',
  method: 'DELETE',
  path: '/tenants/{tenantId}/api-keys/{tenantKeyId}',
  summary: 'Revoke an API key of a tenant',
  description: 'Its next request is refused. It can’t be undone. The partner may do it too.',
  headers: ['If-Match'],
});

export const getTenantKeySettings = endpoint({
  id: 'getTenantKeySettings',
  method: 'GET',
  path: '/tenant-key-settings',
  scope: 'partner',
  permission: 'api-keys.read',
  by: 'people',
  summary: 'Get whether tenants may have API keys',
  description: 'Whether tenants may have their own keys, and how many do.',
  response: TenantKeySettings,
});

export const saveTenantKeySettings = endpoint({
  id: 'saveTenantKeySettings',
  method: 'PUT',
  path: '/tenant-key-settings',
  scope: 'partner',
  permission: 'api-keys.write',
  by: 'people',
  summary: 'Set whether tenants may have API keys',
  description:
    'Where they may, a tenant’s admins make keys for their own programs. When this is turned off, the next request of each of these keys is refused. They work again when it is turned back on.',
  body: TenantKeySettingsPut,
  response: TenantKeySettings,
  headers: ['If-Match'],
});
