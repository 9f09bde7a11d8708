import { getDid, listDids, listTenantDids } from '../../src/numbers/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList, apiQuery } from '../kit/session/queries.ts';
import type { NumbersSearch } from './numbers-search.ts';

/** The partner's inventory. */
export const inventoryList = (search: NumbersSearch) =>
  apiList(listDids, { search, filter: { status: search.status, tenantId: search.tenantId } });

export const inventoryNumber = (didId: string) => apiQuery(getDid, { params: { didId } });

export const tenantNumbersList = (tenantId: string, search: ListSearch) =>
  apiList(listTenantDids, { params: { tenantId }, search });
