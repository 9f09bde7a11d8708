import { listExtensions } from '../../src/extensions/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList } from '../kit/session/queries.ts';

export const extensionsList = (tenantId: string, search: ListSearch) =>
  apiList(listExtensions, { params: { tenantId }, search });
