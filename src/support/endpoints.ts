import { endpoint } from '../platform/http/endpoint.ts';
import { Help, SupportContact, SupportContactPut } from './contract.ts';

export const getSupportContact = endpoint({
  id: 'getSupportContact',
  method: 'GET',
  path: '/support-contact',
  scope: 'partner',
  permission: 'support.read',
  summary: 'Where the tenants of the partner turn to',
  response: SupportContact,
});

export const putSupportContact = endpoint({
  id: 'putSupportContact',
  method: 'PUT',
  path: '/support-contact',
  scope: 'partner',
  permission: 'support.write',
  summary: 'Set where the tenants of the partner turn to',
  body: SupportContactPut,
  response: SupportContact,
  headers: ['If-Match'],
});

export const getHelp = endpoint({
  id: 'getHelp',
  method: 'GET',
  path: '/help',
  scope: 'self',
  permission: 'anyone',
  summary: 'For a tenant’s own people: how to reach their provider, and what a suspension is about',
  response: Help,
});
