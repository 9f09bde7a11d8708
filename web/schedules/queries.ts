import { listSchedules } from '../../src/schedules/endpoints.ts';
import { apiList } from '../kit/queries.ts';
import type { ListSearch } from '../kit/search.ts';

export const schedulesList = (tenantId: string, search: ListSearch) =>
  apiList(listSchedules, { params: { tenantId }, search });
