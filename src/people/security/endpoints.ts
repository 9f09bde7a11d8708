import { endpoint } from '../../platform/http/endpoint.ts';
import { SecuritySettings, SecuritySettingsPut } from '../contract.ts';

export const getSecuritySettings = endpoint({
  id: 'getSecuritySettings',
  method: 'GET',
  path: '/security-settings',
  scope: 'partner',
  permission: 'security.read',
  by: 'people',
  summary: 'Get the team’s security settings',
  description: 'Whether everybody in the partner’s team has to use a second factor.',
  response: SecuritySettings,
});

export const saveSecuritySettings = endpoint({
  id: 'saveSecuritySettings',
  method: 'PUT',
  path: '/security-settings',
  scope: 'partner',
  permission: 'security.write',
  by: 'people',
  summary: 'Set the team’s security settings',
  description:
    'Applies at once, also to people who are signed in: until they set up a second factor, they can only use their own account.',
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
  summary: 'Get the operators’ security settings',
  description: 'Whether every operator has to use a second factor.',
  response: SecuritySettings,
});

export const saveOperatorSecuritySettings = endpoint({
  id: 'saveOperatorSecuritySettings',
  method: 'PUT',
  path: '/operator/security-settings',
  scope: 'operator',
  permission: 'operator.security',
  summary: 'Set the operators’ security settings',
  description: 'Applies at once, also to operators who are signed in.',
  body: SecuritySettingsPut,
  response: SecuritySettings,
  headers: ['If-Match'],
});
