import { listAuditEvents, listTenantAuditEvents } from '../../src/audit/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList } from '../kit/session/queries.ts';
import type { AuditSearch } from './audit-search.ts';

export const auditList = (search: AuditSearch) => {
  const { cursor: _place, ...filter } = search;
  return apiList(listAuditEvents, { search, filter });
};

export const activityList = (tenantId: string, search: ListSearch) =>
  apiList(listTenantAuditEvents, { params: { tenantId }, search });
