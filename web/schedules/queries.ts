import { listSchedules } from '../../src/schedules/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList } from '../kit/session/queries.ts';

export const schedulesList = (tenantId: string, search: ListSearch) =>
  apiList(listSchedules, { params: { tenantId }, search });
