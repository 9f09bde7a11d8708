import { getRateTable, listRates, listRateTables, lookUpPrice } from '../../src/rates/endpoints.ts';
import { apiList, apiQuery } from '../kit/queries.ts';
import type { ListSearch } from '../kit/search.ts';

export const rateTablesList = (search: ListSearch) => apiList(listRateTables, { search });

export const rateTableQuery = (tableId: string) => apiQuery(getRateTable, { params: { tableId } });

export const ratesList = (tableId: string, search: ListSearch) => apiList(listRates, { params: { tableId }, search });

export const priceQuery = (tableId: string, number: string) =>
  apiQuery(lookUpPrice, { params: { tableId }, query: { number } });
