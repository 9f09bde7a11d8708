import { listRateVersions } from '../../src/rates/endpoints.ts';
import { listUnratedCalls } from '../../src/rerating/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList, apiQuery } from '../kit/session/queries.ts';

export const unratedList = (search: ListSearch) => apiList(listUnratedCalls, { search });

export const versionsQuery = (tableId: string) => apiQuery(listRateVersions, { params: { tableId } });
