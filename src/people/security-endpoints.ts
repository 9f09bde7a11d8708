import { endpoint } from '../platform/http/endpoint.ts';
import { SecuritySettings, SecuritySettingsPut } from './contract.ts';

export const getSecuritySettings = endpoint({
  id: 'getSecuritySettings',
  method: 'GET',
  path: '/security-settings',
  scope: 'partner',
  permission: 'security.read',
  summary: 'What the team has to sign in with',
  response: SecuritySettings,
});

export const saveSecuritySettings = endpoint({
  id: 'saveSecuritySettings',
  method: 'PUT',
  path: '/security-settings',
  scope: 'partner',
  permission: 'security.write',
  summary: 'Require a second factor of the team, or no longer; holds for sessions that exist',
  body: SecuritySettingsPut,
  response: SecuritySettings,
  headers: ['If-Match'],
});

export const getOperatorSecuritySettings = endpoint({
  id: 'getOperatorSecuritySettings',
  method: 'GET',
  path: '/operator/security-settings',
  scope: 'operator',
  permission: 'operator.security',
  summary: 'What operators have to sign in with',
  response: SecuritySettings,
});

export const saveOperatorSecuritySettings = endpoint({
  id: 'saveOperatorSecuritySettings',
  method: 'PUT',
  path: '/operator/security-settings',
  scope: 'operator',
  permission: 'operator.security',
  summary: 'Require a second factor of operators, or no longer',
  body: SecuritySettingsPut,
  response: SecuritySettings,
  headers: ['If-Match'],
});
