import { listCalls } from '../../src/calls/history-endpoints.ts';
import { apiList } from '../kit/queries.ts';
import type { ListSearch } from '../kit/search.ts';

export const callsList = (tenantId: string, search: ListSearch) => apiList(listCalls, { params: { tenantId }, search });
