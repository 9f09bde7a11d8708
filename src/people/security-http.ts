import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import { readSecurity, saveSecurity } from './security.ts';

export function securityRoutes(server: Server): void {
  server.endpoint({
    method: 'GET',
    path: '/security-settings',
    id: 'getSecuritySettings',
    summary: 'What the team has to sign in with',
    permission: 'security.read',
    scope: 'partner',
    answers: { 200: contract.SecuritySettings },
    handle: ({ tx, caller }) => readSecurity(tx, caller.partner?.id ?? null),
  });

  server.endpoint({
    method: 'PUT',
    path: '/security-settings',
    id: 'saveSecuritySettings',
    summary: 'Require a second factor of the team, or no longer; holds for sessions that exist',
    permission: 'security.write',
    scope: 'partner',
    body: contract.SecuritySettingsPut,
    answers: { 200: contract.SecuritySettings },
    handle: ({ tx, caller, body, ifMatch }) => saveSecurity(tx, caller, caller.partner?.id ?? null, body, ifMatch),
  });

  server.endpoint({
    method: 'GET',
    path: '/operator/security-settings',
    id: 'getOperatorSecuritySettings',
    summary: 'What operators have to sign in with',
    permission: 'operator.security',
    scope: 'operator',
    answers: { 200: contract.SecuritySettings },
    handle: ({ tx }) => readSecurity(tx, null),
  });

  server.endpoint({
    method: 'PUT',
    path: '/operator/security-settings',
    id: 'saveOperatorSecuritySettings',
    summary: 'Require a second factor of operators, or no longer',
    permission: 'operator.security',
    scope: 'operator',
    body: contract.SecuritySettingsPut,
    answers: { 200: contract.SecuritySettings },
    handle: ({ tx, caller, body, ifMatch }) => saveSecurity(tx, caller, null, body, ifMatch),
  });
}
