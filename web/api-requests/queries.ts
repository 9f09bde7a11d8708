import { listApiRequests, listTenantApiRequests } from '../../src/api-requests/endpoints.ts';
import { apiList } from '../kit/session/queries.ts';
import type { RequestsSearch } from './requests-search.ts';

export const requestsList = (search: RequestsSearch) =>
  apiList(listApiRequests, { search, filter: { keyId: search.keyId, result: search.result } });

export const tenantRequestsList = (tenantId: string, search: RequestsSearch) =>
  apiList(listTenantApiRequests, {
    params: { tenantId },
    search,
    filter: { keyId: search.keyId, result: search.result },
  });
