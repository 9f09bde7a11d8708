import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import {
  Price,
  PriceQuery,
  rateErrors,
  RateListing,
  RateLookup,
  RateVersionList,
  RateQuery,
  RateTable,
  RateTableCreate,
  RateTableList,
  RateTablePatch,
  RateTableQuery,
} from './contract.ts';
import { MAX_RATE_BYTES, RatesImport, RatesImported, RatesImportQuery } from './import-contract.ts';

export const listRateTables = endpoint({
  id: 'listRateTables',
  method: 'GET',
  path: '/rate-tables',
  scope: 'partner',
  permission: 'rates.read',
  summary: 'List rate tables',
  description: 'Returns the partner’s rate tables, without their rates.',
  query: RateTableQuery,
  response: RateTableList,
});

export const createRateTable = endpoint({
  id: 'createRateTable',
  method: 'POST',
  path: '/rate-tables',
  scope: 'partner',
  permission: 'rates.write',
  summary: 'Add a rate table',
  description: 'An empty table in one currency. Import its rates from a file.',
  body: RateTableCreate,
  response: RateTable,
  status: 201,
  errors: pickErrors(rateErrors, 'rate_table_name_taken'),
});

export const getRateTable = endpoint({
  id: 'getRateTable',
  method: 'GET',
  path: '/rate-tables/{tableId}',
  scope: 'partner',
  permission: 'rates.read',
  summary: 'Get a rate table',
  description: 'One rate table, with its current and next rates.',
  response: RateTable,
});

export const renameRateTable = endpoint({
  id: 'renameRateTable',
  method: 'PATCH',
  path: '/rate-tables/{tableId}',
  scope: 'partner',
  permission: 'rates.write',
  summary: 'Rename a rate table',
  description: 'Changes the name of the table. Its rates stay as they are.',
  body: RateTablePatch,
  response: RateTable,
  headers: ['If-Match'],
  errors: pickErrors(rateErrors, 'rate_table_name_taken'),
});

export const deleteRateTable = endpoint({
  id: 'deleteRateTable',
  method: 'DELETE',
  path: '/rate-tables/{tableId}',
  scope: 'partner',
  permission: 'rates.write',
  summary: 'Delete a rate table',
  description: 'Deletes the table with all its rates. Only a table that no billing profile charges by can be deleted.',
  headers: ['If-Match'],
  errors: pickErrors(rateErrors, 'rate_table_in_use'),
});

export const listRateVersions = endpoint({
  id: 'listRateVersions',
  method: 'GET',
  path: '/rate-tables/{tableId}/versions',
  scope: 'partner',
  permission: 'rates.read',
  summary: 'List the versions of a rate table',
  description:
    'The last 100 versions, the latest first: each came with an import, and applies from its time until the next one.',
  response: RateVersionList,
});

export const importRates = endpoint({
  id: 'importRates',
  method: 'POST',
  path: '/rate-tables/{tableId}/import',
  scope: 'partner',
  permission: 'rates.write',
  summary: 'Import rates from CSV',
  description:
    'Replaces all rates of the table from a time on, by a file of at most 2,000 rows, sent as JSON or as `text/csv`. Larger files go to `POST /rate-tables/{tableId}/imports`, which reads them in the background. The first row names the columns: `Prefix`, `Destination`, `Per minute`, `Increments` (such as `60/60`), and if there are any `Setup`, `Minimum` and `Currency`. Amounts have a decimal point. Prefixes that aren’t in the file have no rate any more. Send it with `dryRun=true` first: the response says what would become of each row. If one row is refused, nothing is imported.',
  query: RatesImportQuery,
  body: RatesImport,
  bodyTypes: ['application/json', 'text/csv'],
  maxBytes: MAX_RATE_BYTES,
  response: RatesImported,
  errors: pickErrors(rateErrors, 'rates_refused', 'valid_from_taken'),
});

export const listRates = endpoint({
  id: 'listRates',
  method: 'GET',
  path: '/rate-tables/{tableId}/rates',
  scope: 'partner',
  permission: 'rates.read',
  summary: 'List the rates of a table',
  description: 'Returns the rates that are in force now, in order of their prefixes.',
  query: RateQuery,
  response: RateListing,
});

export const lookUpPrice = endpoint({
  id: 'lookUpPrice',
  method: 'GET',
  path: '/rate-tables/{tableId}/price',
  scope: 'partner',
  permission: 'rates.read',
  summary: 'Look up what a number costs',
  description: 'The rate by which a call to a number would be charged now: the one of its longest prefix.',
  query: PriceQuery,
  response: Price,
});

export const lookUpRate = endpoint({
  id: 'lookUpRate',
  method: 'GET',
  path: '/rates/lookup',
  scope: 'partner',
  permission: 'rates.read',
  summary: 'Look up the rate of a number',
  description:
    'The current rate with the longest prefix of this number, in all rate tables of the partner. If several tables have that prefix, it is the one of the first table by name. `GET /rate-tables/{tableId}/price` asks a single table.',
  query: PriceQuery,
  response: RateLookup,
});
