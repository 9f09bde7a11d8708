import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { rateErrors, RateListing, RateQuery } from './contract.ts';
import { MAX_RATE_BYTES, RatesImport, RatesImported, RatesImportQuery } from './import-contract.ts';
import {
  PriceMargin,
  PriceMarginQuery,
  RateMarginList,
  wholesaleErrors,
  WholesaleTable,
  WholesaleTableCreate,
  WholesaleTableList,
} from './wholesale-contract.ts';

const OF_PARTNER = '/operator/partners/{partnerId}/wholesale-tables';
const ONE = `${OF_PARTNER}/{wholesaleTableId}` as const;
const byOperator = { scope: 'operator', permission: 'operator.wholesale' } as const;
const byPartner = { scope: 'partner', permission: 'wholesale.read' } as const;

export const listPartnerWholesaleTables = endpoint({
  id: 'listPartnerWholesaleTables',
  method: 'GET',
  path: OF_PARTNER,
  ...byOperator,
  summary: 'List a partner’s wholesale tables',
  description: 'Returns the tables with what a partner pays for its tenants’ calls.',
  response: WholesaleTableList,
});

export const createWholesaleTable = endpoint({
  id: 'createWholesaleTable',
  method: 'POST',
  path: OF_PARTNER,
  ...byOperator,
  summary: 'Add a wholesale table',
  description: 'An empty table in one currency, for the calls of one direction. Import its rates from a file.',
  body: WholesaleTableCreate,
  response: WholesaleTable,
  status: 201,
  errors: pickErrors(wholesaleErrors, 'rate_table_name_taken', 'wholesale_table_exists'),
});

export const getPartnerWholesaleTable = endpoint({
  id: 'getPartnerWholesaleTable',
  method: 'GET',
  path: ONE,
  ...byOperator,
  summary: 'Get a partner’s wholesale table',
  description: 'One wholesale table, with its current and next rates.',
  response: WholesaleTable,
});

export const deleteWholesaleTable = endpoint({
  id: 'deleteWholesaleTable',
  method: 'DELETE',
  path: ONE,
  ...byOperator,
  summary: 'Delete a wholesale table',
  description:
    'Deletes the table with all its rates. Calls keep what they have cost; the cost of later ones is unknown.',
  headers: ['If-Match'],
});

export const importWholesaleRates = endpoint({
  id: 'importWholesaleRates',
  method: 'POST',
  path: `${ONE}/import`,
  ...byOperator,
  summary: 'Import wholesale rates from CSV',
  description:
    'Replaces all rates of the table from a time on, by the same file as for a partner’s own rate tables, of at most 2,000 rows. Larger files go to `imports` of this table, which reads them in the background. Send it with `dryRun=true` first: the response says what would become of each row. If one row is refused, nothing is imported.',
  query: RatesImportQuery,
  body: RatesImport,
  bodyTypes: ['application/json', 'text/csv'],
  maxBytes: MAX_RATE_BYTES,
  response: RatesImported,
  errors: pickErrors(rateErrors, 'rates_refused', 'valid_from_taken'),
});

export const listPartnerWholesaleRates = endpoint({
  id: 'listPartnerWholesaleRates',
  method: 'GET',
  path: `${ONE}/rates`,
  ...byOperator,
  summary: 'List the rates of a partner’s wholesale table',
  description: 'Returns the wholesale rates of a partner that are in force now.',
  query: RateQuery,
  response: RateListing,
});

export const listWholesaleTables = endpoint({
  id: 'listWholesaleTables',
  method: 'GET',
  path: '/wholesale-tables',
  ...byPartner,
  summary: 'List wholesale tables',
  description: 'What the partner pays for its tenants’ calls. The operator sets these rates.',
  response: WholesaleTableList,
});

export const getWholesaleTable = endpoint({
  id: 'getWholesaleTable',
  method: 'GET',
  path: '/wholesale-tables/{wholesaleTableId}',
  ...byPartner,
  summary: 'Get a wholesale table',
  description: 'One wholesale table, with its current and next rates.',
  response: WholesaleTable,
});

export const listWholesaleRates = endpoint({
  id: 'listWholesaleRates',
  method: 'GET',
  path: '/wholesale-tables/{wholesaleTableId}/rates',
  ...byPartner,
  summary: 'List wholesale rates',
  description: 'Returns the wholesale rates that are in force now, in order of their prefixes.',
  query: RateQuery,
  response: RateListing,
});

export const listRateMargins = endpoint({
  id: 'listRateMargins',
  method: 'GET',
  path: '/rate-tables/{tableId}/margins',
  ...byPartner,
  summary: 'List the rates of a table with their margins',
  description: 'The current rates, each with what a minute of an outgoing call costs the partner.',
  query: RateQuery,
  response: RateMarginList,
});

export const lookUpMargin = endpoint({
  id: 'lookUpMargin',
  method: 'GET',
  path: '/rate-tables/{tableId}/margin',
  ...byPartner,
  summary: 'Look up the margin of a number',
  description: 'What a call of one minute to a number would cost the tenant and the partner now.',
  query: PriceMarginQuery,
  response: PriceMargin,
});
