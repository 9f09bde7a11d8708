import { getRateTable, listRates, listRateTables, lookUpPrice } from '../../src/rates/endpoints.ts';
import {
  getPartnerWholesaleTable,
  getWholesaleTable,
  listPartnerWholesaleRates,
  listPartnerWholesaleTables,
  listRateMargins,
  listWholesaleRates,
  listWholesaleTables,
  lookUpMargin,
} from '../../src/rates/wholesale-endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList, apiQuery } from '../kit/session/queries.ts';

export const rateTablesList = (search: ListSearch) => apiList(listRateTables, { search });

export const rateTableQuery = (tableId: string) => apiQuery(getRateTable, { params: { tableId } });

export const ratesList = (tableId: string, search: ListSearch) => apiList(listRates, { params: { tableId }, search });

export const priceQuery = (tableId: string, number: string) =>
  apiQuery(lookUpPrice, { params: { tableId }, query: { number } });

export const marginsList = (tableId: string, search: ListSearch) =>
  apiList(listRateMargins, { params: { tableId }, search });

export const marginQuery = (tableId: string, number: string) =>
  apiQuery(lookUpMargin, { params: { tableId }, query: { number } });

export const wholesaleTablesQuery = apiQuery(listWholesaleTables);

export const wholesaleTableQuery = (wholesaleTableId: string) =>
  apiQuery(getWholesaleTable, { params: { wholesaleTableId } });

export const wholesaleRatesList = (wholesaleTableId: string, search: ListSearch) =>
  apiList(listWholesaleRates, { params: { wholesaleTableId }, search });

export const partnerWholesaleTablesQuery = (partnerId: string) =>
  apiQuery(listPartnerWholesaleTables, { params: { partnerId } });

export const partnerWholesaleTableQuery = (params: { partnerId: string; wholesaleTableId: string }) =>
  apiQuery(getPartnerWholesaleTable, { params });

export const partnerWholesaleRatesList = (
  params: { partnerId: string; wholesaleTableId: string },
  search: ListSearch,
) => apiList(listPartnerWholesaleRates, { params, search });
