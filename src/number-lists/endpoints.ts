import { objectUseErrors } from '../object-uses/contract.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import {
  EntriesImport,
  EntriesImported,
  EntriesImportQuery,
  Entry,
  EntryCreate,
  EntryList,
  EntryQuery,
  MAX_IMPORT_BYTES,
  NumberList,
  NumberListCreate,
  numberListErrors,
  NumberListList,
  NumberListPatch,
  NumberListQuery,
} from './contract.ts';

export const listNumberLists = endpoint({
  id: 'listNumberLists',
  method: 'GET',
  path: '/tenants/{tenantId}/number-lists',
  scope: 'tenant',
  permission: 'number-lists.read',
  summary: 'List lists of numbers',
  description: 'Returns the tenant’s lists of outside numbers, without the numbers in them.',
  query: NumberListQuery,
  response: NumberListList,
});

export const createNumberList = endpoint({
  id: 'createNumberList',
  method: 'POST',
  path: '/tenants/{tenantId}/number-lists',
  scope: 'tenant',
  permission: 'number-lists.write',
  summary: 'Add a list of numbers',
  description: 'Creates an empty list. Add numbers to it one by one or from a file.',
  body: NumberListCreate,
  response: NumberList,
  status: 201,
  errors: pickErrors(numberListErrors, 'too_many_lists'),
});

export const getNumberList = endpoint({
  id: 'getNumberList',
  method: 'GET',
  path: '/tenants/{tenantId}/number-lists/{numberListId}',
  scope: 'tenant',
  permission: 'number-lists.read',
  summary: 'Get a list of numbers',
  description: 'Returns one list of the tenant, without the numbers in it.',
  response: NumberList,
});

export const editNumberList = endpoint({
  id: 'editNumberList',
  method: 'PATCH',
  path: '/tenants/{tenantId}/number-lists/{numberListId}',
  scope: 'tenant',
  permission: 'number-lists.write',
  summary: 'Rename a list of numbers',
  description: 'Changes the name of the list. The numbers in it stay.',
  body: NumberListPatch,
  response: NumberList,
  headers: ['If-Match'],
});

export const deleteNumberList = endpoint({
  id: 'deleteNumberList',
  method: 'DELETE',
  path: '/tenants/{tenantId}/number-lists/{numberListId}',
  scope: 'tenant',
  permission: 'number-lists.write',
  summary: 'Delete a list of numbers',
  description: 'Deletes the list with all its numbers. Refused while a call flow uses it.',
  headers: ['If-Match'],
  errors: objectUseErrors,
});

export const listNumberListEntries = endpoint({
  id: 'listNumberListEntries',
  method: 'GET',
  path: '/tenants/{tenantId}/number-lists/{numberListId}/entries',
  scope: 'tenant',
  permission: 'number-lists.read',
  summary: 'List the numbers of a list',
  description: 'Returns the numbers in a list. An entry with `isPrefix` stands for all numbers that begin with it.',
  query: EntryQuery,
  response: EntryList,
});

export const addNumberListEntry = endpoint({
  id: 'addNumberListEntry',
  method: 'POST',
  path: '/tenants/{tenantId}/number-lists/{numberListId}/entries',
  scope: 'tenant',
  permission: 'number-lists.write',
  summary: 'Add a number to a list',
  description: 'It applies to the next call that uses the list.',
  body: EntryCreate,
  response: Entry,
  status: 201,
  errors: pickErrors(numberListErrors, 'list_full'),
});

export const removeNumberListEntry = endpoint({
  id: 'removeNumberListEntry',
  method: 'DELETE',
  path: '/tenants/{tenantId}/number-lists/{numberListId}/entries/{entryId}',
  scope: 'tenant',
  permission: 'number-lists.write',
  summary: 'Remove a number from a list',
  description: 'Removes the number from the list. The next call is no longer compared with it.',
});

export const importNumberListEntries = endpoint({
  id: 'importNumberListEntries',
  method: 'POST',
  path: '/tenants/{tenantId}/number-lists/{numberListId}/import',
  scope: 'tenant',
  permission: 'number-lists.write',
  summary: 'Import numbers from CSV',
  description:
    'Adds numbers by a file of at most 10,000 rows, sent as JSON or as `text/csv`. The columns with the numbers and the notes are found by heading and content. A number that the list has gets the note of the file. Send it with `dryRun=true` first: the response says what would happen, and how each column was read. All good rows are imported together, or none.',
  query: EntriesImportQuery,
  body: EntriesImport,
  bodyTypes: ['application/json', 'text/csv'],
  maxBytes: MAX_IMPORT_BYTES,
  response: EntriesImported,
  errors: pickErrors(numberListErrors, 'list_full'),
});
