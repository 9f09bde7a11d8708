import { endpoint } from '../platform/http/endpoint.ts';
import { EmergencyCallList, EmergencyContacts, EmergencyContactsPut } from './contract.ts';

export const listEmergencyCalls = endpoint({
  id: 'listEmergencyCalls',
  method: 'GET',
  path: '/emergency-calls',
  scope: 'partner',
  permission: 'tenants.read',
  summary: 'List emergency calls of all tenants',
  description:
    'Calls to 911 and other emergency numbers that are in progress or ended within the last hour, newest first, at most 20.',
  response: EmergencyCallList,
});

export const listTenantEmergencyCalls = endpoint({
  id: 'listTenantEmergencyCalls',
  method: 'GET',
  path: '/tenants/{tenantId}/emergency-calls',
  scope: 'tenant',
  permission: 'calls.read',
  summary: 'List a tenant’s emergency calls',
  description:
    'Calls to 911 and other emergency numbers that are in progress or ended within the last hour, newest first, at most 20.',
  response: EmergencyCallList,
});

export const getEmergencyContacts = endpoint({
  id: 'getEmergencyContacts',
  method: 'GET',
  path: '/tenants/{tenantId}/emergency-contacts',
  scope: 'tenant',
  permission: 'calls.read',
  summary: 'Get the emergency contacts',
  description:
    'The people who get a mail when somebody in the tenant calls 911 or another emergency number, besides the partner’s admins.',
  response: EmergencyContacts,
});

export const putEmergencyContacts = endpoint({
  id: 'putEmergencyContacts',
  method: 'PUT',
  path: '/tenants/{tenantId}/emergency-contacts',
  scope: 'tenant',
  permission: 'tenant.write',
  summary: 'Set the emergency contacts',
  description:
    'Replaces the list of people who get a mail when somebody in the tenant calls 911 or another emergency number. The partner’s admins always get one.',
  body: EmergencyContactsPut,
  response: EmergencyContacts,
  headers: ['If-Match'],
});
