import { endpoint } from '../platform/http/endpoint.ts';
import { EmergencyCallList, EmergencyContacts, EmergencyContactsPut } from './contract.ts';

export const listEmergencyCalls = endpoint({
  id: 'listEmergencyCalls',
  method: 'GET',
  path: '/emergency-calls',
  scope: 'partner',
  permission: 'tenants.read',
  summary: 'Calls to 911 of all tenants that are on, or ended within the hour',
  response: EmergencyCallList,
});

export const listTenantEmergencyCalls = endpoint({
  id: 'listTenantEmergencyCalls',
  method: 'GET',
  path: '/tenants/{tenantId}/emergency-calls',
  scope: 'tenant',
  permission: 'calls.read',
  summary: 'Calls to 911 that are on, or ended within the hour',
  response: EmergencyCallList,
});

export const getEmergencyContacts = endpoint({
  id: 'getEmergencyContacts',
  method: 'GET',
  path: '/tenants/{tenantId}/emergency-contacts',
  scope: 'tenant',
  permission: 'calls.read',
  summary: 'Who gets a mail when somebody calls 911, beside the partner’s admins',
  response: EmergencyContacts,
});

export const putEmergencyContacts = endpoint({
  id: 'putEmergencyContacts',
  method: 'PUT',
  path: '/tenants/{tenantId}/emergency-contacts',
  scope: 'tenant',
  permission: 'tenant.write',
  summary: 'Set who gets a mail when somebody calls 911',
  body: EmergencyContactsPut,
  response: EmergencyContacts,
  headers: ['If-Match'],
});
