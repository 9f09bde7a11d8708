import { getNumberList, listNumberListEntries, listNumberLists } from '../../src/number-lists/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList, apiQuery } from '../kit/session/queries.ts';

export const numberListsList = (tenantId: string, search: ListSearch) =>
  apiList(listNumberLists, { params: { tenantId }, search });

type OfList = { tenantId: string; numberListId: string };

export const numberListQuery = (params: OfList) => apiQuery(getNumberList, { params });

export const entriesList = (params: OfList, search: ListSearch) => apiList(listNumberListEntries, { params, search });
