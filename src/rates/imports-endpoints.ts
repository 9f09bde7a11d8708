import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import {
  MAX_RATE_BYTES,
  RateImport,
  rateImportErrors,
  RateImportList,
  RateImportQuery,
  RatesImport,
} from './import-contract.ts';

const OF_TABLE = '/rate-tables/{tableId}/imports';
const ONE = `${OF_TABLE}/{rateImportId}` as const;
const byPartner = { scope: 'partner', permission: 'rates.write' } as const;
const OF_WHOLESALE = '/operator/partners/{partnerId}/wholesale-tables/{wholesaleTableId}/imports';
const ONE_WHOLESALE = `${OF_WHOLESALE}/{wholesaleImportId}` as const;
const byOperator = { scope: 'operator', permission: 'operator.wholesale' } as const;

const upload = {
  query: RateImportQuery,
  body: RatesImport,
  bodyTypes: ['application/json', 'text/csv'],
  maxBytes: MAX_RATE_BYTES,
  response: RateImport,
  status: 202,
  errors: pickErrors(rateImportErrors, 'too_many_imports'),
} as const;
const confirm = {
  response: RateImport,
  status: 202,
  errors: pickErrors(rateImportErrors, 'import_not_ready', 'import_outdated'),
} as const;
const cancel = { errors: pickErrors(rateImportErrors, 'import_done') };

const UPLOADING =
  'Stores a CSV file of at most 250,000 rows and 24 MB, which a job reads row by row. Poll the import until it is `ready`, check its preview, then confirm it. The columns are the same as for an import by one request.';
const CONFIRMING =
  'Has a job write the rates that the preview showed. They take effect together, or not at all. Poll the import until it is `done`.';
const CANCELLING =
  'Cancels the import, even while it is being read or written, and discards it. The rates of the table stay as they are.';

export const listRateImports = endpoint({
  id: 'listRateImports',
  method: 'GET',
  path: OF_TABLE,
  ...byPartner,
  summary: 'List the uploads of a rate table',
  description: 'The files of rates that were uploaded in the last week, and how far each of them is.',
  response: RateImportList,
});

export const uploadRates = endpoint({
  id: 'uploadRates',
  method: 'POST',
  path: OF_TABLE,
  ...byPartner,
  summary: 'Upload a file of rates',
  description: UPLOADING,
  ...upload,
});

export const getRateImport = endpoint({
  id: 'getRateImport',
  method: 'GET',
  path: ONE,
  ...byPartner,
  summary: 'Get an upload of rates',
  description: 'Returns how far the upload has been read or written, and what it changes.',
  response: RateImport,
});

export const confirmRateImport = endpoint({
  id: 'confirmRateImport',
  method: 'POST',
  path: `${ONE}/confirm`,
  ...byPartner,
  summary: 'Import uploaded rates',
  description: CONFIRMING,
  ...confirm,
});

export const cancelRateImport = endpoint({
  id: 'cancelRateImport',
  method: 'DELETE',
  path: ONE,
  ...byPartner,
  summary: 'Cancel an upload of rates',
  description: CANCELLING,
  ...cancel,
});

export const listWholesaleImports = endpoint({
  id: 'listWholesaleImports',
  method: 'GET',
  path: OF_WHOLESALE,
  ...byOperator,
  summary: 'List the uploads of a wholesale table',
  description: 'The files of wholesale rates that were uploaded in the last week, and how far each of them is.',
  response: RateImportList,
});

export const uploadWholesaleRates = endpoint({
  id: 'uploadWholesaleRates',
  method: 'POST',
  path: OF_WHOLESALE,
  ...byOperator,
  summary: 'Upload a file of wholesale rates',
  description: UPLOADING,
  ...upload,
});

export const getWholesaleImport = endpoint({
  id: 'getWholesaleImport',
  method: 'GET',
  path: ONE_WHOLESALE,
  ...byOperator,
  summary: 'Get an upload of wholesale rates',
  description: 'Returns how far the upload has been read or written, and what it changes.',
  response: RateImport,
});

export const confirmWholesaleImport = endpoint({
  id: 'confirmWholesaleImport',
  method: 'POST',
  path: `${ONE_WHOLESALE}/confirm`,
  ...byOperator,
  summary: 'Import uploaded wholesale rates',
  description: CONFIRMING,
  ...confirm,
});

export const cancelWholesaleImport = endpoint({
  id: 'cancelWholesaleImport',
  method: 'DELETE',
  path: ONE_WHOLESALE,
  ...byOperator,
  summary: 'Cancel an upload of wholesale rates',
  description: CANCELLING,
  ...cancel,
});
