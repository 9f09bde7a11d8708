import { listTeam, listTenantUsers } from '../../src/people/users/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList } from '../kit/session/queries.ts';

export const teamList = (search: ListSearch) => apiList(listTeam, { search });

export const tenantUsersList = (tenantId: string, search: ListSearch) =>
  apiList(listTenantUsers, { params: { tenantId }, search });
