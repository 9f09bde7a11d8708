import { exportCalls, getCall, listCalls } from '../../src/calls/history/endpoints.ts';
import { addressOf } from '../kit/session/call.ts';
import { apiList, apiQuery } from '../kit/session/queries.ts';
import { apiFilterOf, type CallsSearch } from './calls-search.ts';

export function callsList(tenantId: string, zone: string, search: CallsSearch) {
  const { show, from, to, extensionId } = search;
  const list = apiList(listCalls, { params: { tenantId }, search, filter: apiFilterOf(search, zone) });
  return { ...list, filter: { show, from, to, extensionId } };
}

/** The URL of the CSV file with the listed calls. */
export const exportAddress = (tenantId: string, zone: string, search: CallsSearch): string =>
  addressOf(exportCalls, {
    params: { tenantId },
    query: { ...apiFilterOf(search, zone), search: search.search, sort: search.sort },
  });

export const callQuery = (tenantId: string, callId: string) => apiQuery(getCall, { params: { tenantId, callId } });
