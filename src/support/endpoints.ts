import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors, platformErrors } from '../platform/http/errors.ts';
import { Help, SupportContact, SupportContactPut } from './contract.ts';

export const getSupportContact = endpoint({
  id: 'getSupportContact',
  method: 'GET',
  path: '/support-contact',
  scope: 'partner',
  permission: 'support.read',
  summary: 'Get the support contact',
  description: 'Returns the contact that tenants of the partner see when they need help.',
  response: SupportContact,
});

export const putSupportContact = endpoint({
  id: 'putSupportContact',
  method: 'PUT',
  path: '/support-contact',
  scope: 'partner',
  permission: 'support.write',
  summary: 'Set the support contact',
  description: 'Shown to the users of all of the partner’s tenants.',
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
  summary: 'Get help',
  description:
    'For a tenant’s users: how to reach their provider, and what a suspension is about. Also while the tenant is suspended.',
  response: Help,
  // a partner’s team has no help page
  errors: pickErrors(platformErrors, 'not_found'),
});
