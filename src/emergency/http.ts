import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import { readContacts, recentEmergencyCalls, saveContacts } from './emergency.ts';

export function emergencyRoutes(server: Server): void {
  server.endpoint({
    method: 'GET',
    path: '/emergency-calls',
    id: 'listEmergencyCalls',
    summary: 'Calls to 911 of all tenants that are on, or ended within the hour',
    permission: 'tenants.read',
    scope: 'partner',
    answers: { 200: contract.EmergencyCallList },
    handle: ({ tx }) => recentEmergencyCalls(tx),
  });

  server.endpoint({
    method: 'GET',
    path: '/tenants/:tenantId/emergency-calls',
    id: 'listTenantEmergencyCalls',
    summary: 'Calls to 911 that are on, or ended within the hour',
    permission: 'calls.read',
    scope: 'tenant',
    answers: { 200: contract.EmergencyCallList },
    handle: ({ tx, tenant }) => recentEmergencyCalls(tx, tenant.id),
  });

  server.endpoint({
    method: 'GET',
    path: '/tenants/:tenantId/emergency-contacts',
    id: 'getEmergencyContacts',
    summary: 'Who gets a mail when somebody calls 911, beside the partner’s admins',
    permission: 'calls.read',
    scope: 'tenant',
    answers: { 200: contract.EmergencyContacts },
    handle: ({ tx, tenant }) => readContacts(tx, tenant.id),
  });

  server.endpoint({
    method: 'PUT',
    path: '/tenants/:tenantId/emergency-contacts',
    id: 'putEmergencyContacts',
    summary: 'Set who gets a mail when somebody calls 911',
    permission: 'tenant.write',
    scope: 'tenant',
    body: contract.EmergencyContactsPut,
    answers: { 200: contract.EmergencyContacts },
    handle: ({ tx, caller, tenant, body, ifMatch }) => saveContacts(tx, caller, tenant, body, ifMatch),
  });
}
