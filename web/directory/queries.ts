import { listDirectory } from '../../src/number-plan/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList } from '../kit/session/queries.ts';

export const directoryList = (tenantId: string, search: ListSearch) =>
  apiList(listDirectory, { params: { tenantId }, search });
