import { listFlows } from '../../src/flows/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList } from '../kit/session/queries.ts';

export const flowsList = (tenantId: string, search: ListSearch) => apiList(listFlows, { params: { tenantId }, search });
