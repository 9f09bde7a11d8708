import { listLimits } from '../../src/limits/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList } from '../kit/session/queries.ts';

export const limitsList = (search: ListSearch) => apiList(listLimits, { search });
