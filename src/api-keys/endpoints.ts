import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import {
  ApiKey,
  ApiKeyCreate,
  apiKeyErrors,
  ApiKeyList,
  ApiKeyPatch,
  ApiKeyQuery,
  ApiKeyRotate,
  NewApiKey,
  OwnApiKey,
} from './contract.ts';
import { SCOPES } from './rules.ts';

const SCOPE_LIST = SCOPES.map((scope) => `\`${scope}\``).join(', ');

export const listApiKeys = endpoint({
  id: 'listApiKeys',
  method: 'GET',
  path: '/api-keys',
  scope: 'partner',
  permission: 'api-keys.read',
  by: 'people',
  summary: 'List API keys',
  description: 'The keys of the partner’s programs. The keys themselves are not stored.',
  query: ApiKeyQuery,
  response: ApiKeyList,
});

export const createApiKey = endpoint({
  id: 'createApiKey',
  method: 'POST',
  path: '/api-keys',
  scope: 'partner',
  permission: 'api-keys.write',
  by: 'people',
  summary: 'Make an API key',
  description: `For a program that works without signing in. The key is in \`key\`, and is shown this once.\n\nA key has no scope that it isn’t given, also none that is added later. The scopes are: ${SCOPE_LIST}.`,
  body: ApiKeyCreate,
  response: NewApiKey,
  status: 201,
  secret: true,
  errors: pickErrors(apiKeyErrors, 'too_many_api_keys'),
});

export const getApiKey = endpoint({
  id: 'getApiKey',
  method: 'GET',
  path: '/api-keys/{keyId}',
  scope: 'partner',
  permission: 'api-keys.read',
  by: 'people',
  summary: 'Get an API key',
  description: 'Returns the key’s settings and when it was last used, but never the key itself.',
  response: ApiKey,
});

export const editApiKey = endpoint({
  id: 'editApiKey',
  method: 'PATCH',
  path: '/api-keys/{keyId}',
  scope: 'partner',
  permission: 'api-keys.write',
  by: 'people',
  summary: 'Change an API key',
  description: 'Changes the fields that are sent. They apply from the key’s next request.',
  body: ApiKeyPatch,
  response: ApiKey,
  headers: ['If-Match'],
});

export const rotateApiKey = endpoint({
  id: 'rotateApiKey',
  method: 'POST',
  path: '/api-keys/{keyId}/rotate',
  scope: 'partner',
  permission: 'api-keys.write',
  by: 'people',
  summary: 'Replace an API key',
  description:
    'Makes a new key with the same settings. The current key still works for `overlapHours`, so that a program can switch without an interruption.',
  body: ApiKeyRotate,
  response: NewApiKey,
  status: 201,
  secret: true,
  errors: pickErrors(apiKeyErrors, 'too_many_api_keys'),
});

export const revokeApiKey = endpoint({
  id: 'revokeApiKey',
  method: 'DELETE',
  path: '/api-keys/{keyId}',
  scope: 'partner',
  permission: 'api-keys.write',
  by: 'people',
  summary: 'Revoke an API key',
  description: 'Its next request is refused. It can’t be undone.',
  headers: ['If-Match'],
});

export const getOwnApiKey = endpoint({
  id: 'getOwnApiKey',
  method: 'GET',
  path: '/api-key',
  scope: 'self',
  permission: 'anyone',
  by: 'programs',
  summary: 'Get the key in use',
  description: 'The key that a program has sent, and what it may do: a good first request.',
  response: OwnApiKey,
});
