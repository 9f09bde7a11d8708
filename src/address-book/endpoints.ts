import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { statusErrors } from '../status/contract.ts';
import { addressBookErrors, Contact, ContactCreate, ContactList, ContactPatch, ContactQuery } from './contract.ts';

const readErrors = pickErrors(statusErrors, 'tenant_suspended');
const writeErrors = pickErrors(statusErrors, 'tenant_suspended', 'tenant_cancelled');

export const listContacts = endpoint({
  id: 'listContacts',
  method: 'GET',
  path: '/tenants/{tenantId}/contacts',
  scope: 'tenant',
  permission: 'contacts.read',
  summary: 'List contacts',
  description: 'The people and companies that the tenant’s phones know by name.',
  query: ContactQuery,
  response: ContactList,
  errors: readErrors,
});

export const createContact = endpoint({
  id: 'createContact',
  method: 'POST',
  path: '/tenants/{tenantId}/contacts',
  scope: 'tenant',
  permission: 'contacts.write',
  summary: 'Add a contact',
  description: 'From the next call from one of its numbers, phones show the name.',
  body: ContactCreate,
  response: Contact,
  status: 201,
  errors: { ...writeErrors, ...addressBookErrors },
});

export const getContact = endpoint({
  id: 'getContact',
  method: 'GET',
  path: '/tenants/{tenantId}/contacts/{contactId}',
  scope: 'tenant',
  permission: 'contacts.read',
  summary: 'Get a contact',
  description: 'One contact of the tenant.',
  response: Contact,
  errors: readErrors,
});

export const editContact = endpoint({
  id: 'editContact',
  method: 'PATCH',
  path: '/tenants/{tenantId}/contacts/{contactId}',
  scope: 'tenant',
  permission: 'contacts.write',
  summary: 'Change a contact',
  description: 'Changes apply to the next call.',
  body: ContactPatch,
  response: Contact,
  headers: ['If-Match'],
  errors: writeErrors,
});

export const deleteContact = endpoint({
  id: 'deleteContact',
  method: 'DELETE',
  path: '/tenants/{tenantId}/contacts/{contactId}',
  scope: 'tenant',
  permission: 'contacts.write',
  summary: 'Delete a contact',
  description: 'Phones show only the number from now on. Call records show the number too.',
  headers: ['If-Match'],
  errors: writeErrors,
});
