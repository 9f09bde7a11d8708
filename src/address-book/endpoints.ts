import { endpoint } from '../platform/http/endpoint.ts';
import { addressBookErrors, Contact, ContactCreate, ContactList, ContactPatch, ContactQuery } from './contract.ts';
import {
  ContactsImport,
  ContactsImported,
  ContactsImportQuery,
  EXPORT_COLUMNS,
  MAX_IMPORT_BYTES,
} from './import-contract.ts';

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
  errors: addressBookErrors,
});

export const importContacts = endpoint({
  id: 'importContacts',
  method: 'POST',
  path: '/tenants/{tenantId}/contacts/import',
  scope: 'tenant',
  permission: 'contacts.write',
  summary: 'Import contacts from CSV',
  description:
    'Adds and changes contacts by a file of at most 10,000 rows and 8 MB, sent as JSON or as `text/csv`. The first row names the columns: `Name` (or first and last name), `Company`, `Work`, `Mobile`, `Home`, `Other`, `Note`, `ID`. A row is about the contact with its `ID`, else about the one with its name and company. Fields without a column in the file stay unchanged. Send it with `dryRun=true` first: the response says what would become of each row. All good rows are imported together, or none.',
  query: ContactsImportQuery,
  body: ContactsImport,
  bodyTypes: ['application/json', 'text/csv'],
  maxBytes: MAX_IMPORT_BYTES,
  response: ContactsImported,
  errors: addressBookErrors,
});

export const exportContacts = endpoint({
  id: 'exportContacts',
  method: 'GET',
  path: '/tenants/{tenantId}/contacts/export',
  scope: 'tenant',
  permission: 'contacts.export',
  summary: 'Export contacts as CSV',
  description: 'All contacts by name. Several numbers of one kind share a cell, separated by commas.',
  download: { mediaType: 'text/csv', fileName: 'contacts.csv', columns: EXPORT_COLUMNS },
});

export const getContact = endpoint({
  id: 'getContact',
  method: 'GET',
  path: '/tenants/{tenantId}/contacts/{contactId}',
  scope: 'tenant',
  permission: 'contacts.read',
  summary: 'Get a contact',
  description: 'Returns one contact of the tenant’s address book with all its numbers.',
  response: Contact,
});

export const editContact = endpoint({
  id: 'editContact',
  method: 'PATCH',
  path: '/tenants/{tenantId}/contacts/{contactId}',
  scope: 'tenant',
  permission: 'contacts.write',
  summary: 'Change a contact',
  description: 'Changes the fields that are sent. The next call shows the new name.',
  body: ContactPatch,
  response: Contact,
  headers: ['If-Match'],
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
});
