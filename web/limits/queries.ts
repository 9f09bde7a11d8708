import { listLimits } from '../../src/limits/endpoints.ts';
import { apiList } from '../kit/queries.ts';
import type { ListSearch } from '../kit/search.ts';

export const limitsList = (search: ListSearch) => apiList(listLimits, { search });
