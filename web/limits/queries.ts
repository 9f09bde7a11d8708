import { listLimits } from '../../src/limits/endpoints.ts';
import { apiList } from '../kit/session/queries.ts';
import type { ListSearch } from '../kit/lists/search.ts';

export const limitsList = (search: ListSearch) => apiList(listLimits, { search });
