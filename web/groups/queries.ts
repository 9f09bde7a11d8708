import { listGroups } from '../../src/groups/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList } from '../kit/session/queries.ts';

export const groupsList = (tenantId: string, search: ListSearch) =>
  apiList(listGroups, { params: { tenantId }, search });
