import { endpoint } from '../platform/http/endpoint.ts';
import {
  RateAgain,
  RateAgainQuery,
  RatedAgain,
  reratingErrors,
  UnratedCallList,
  UnratedCallQuery,
} from './contract.ts';

export const listUnratedCalls = endpoint({
  id: 'listUnratedCalls',
  method: 'GET',
  path: '/unrated-calls',
  scope: 'partner',
  permission: 'rates.read',
  summary: 'List calls without a price',
  description:
    'Answered parts of calls that could not be rated, with the reason, the number and the rate table. None is given a price by guess: rate them again by rates that you choose.',
  query: UnratedCallQuery,
  response: UnratedCallList,
});

export const rateCallsAgain = endpoint({
  id: 'rateCallsAgain',
  method: 'POST',
  path: '/rate-tables/{tableId}/rate-again',
  scope: 'partner',
  permission: 'rates.write',
  summary: 'Rate calls again',
  description:
    'Rates the calls of a time by the rates of one import into this table: those of tenants whose billing profile names the table. Calls without a price get one. Charges and issued invoices never change: if the price of a call would differ, the next invoice of its tenant has an adjustment. Send it with `dryRun=true` first, and then with the `difference` that this said. At most 20,000 calls at once.',
  query: RateAgainQuery,
  body: RateAgain,
  response: RatedAgain,
  errors: reratingErrors,
});
