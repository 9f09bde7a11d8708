import { queryOptions } from '@tanstack/react-query';
import type { Tenant } from '../../src/tenants/contract.ts';
import { address, api } from '../kit/api.ts';
import type { ListOf } from '../kit/list-query.ts';
import { STATUS_FILTERS, type TenantsSearch } from '../kit/search.ts';

export const tenantsList = (search: TenantsSearch) =>
  ({
    path: '/tenants',
    cacheKey: ['tenants', 'list'],
    search,
    filter: { status: STATUS_FILTERS[search.status ?? 'all'].statuses },
  }) satisfies ListOf;

/** The same rows, all of them, as a file. */
export const tenantsFile = (search: TenantsSearch): string =>
  address('/tenants/export', { ...tenantsList(search).filter, sort: search.sort, search: search.search });

export const tenantQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['tenants', 'one', tenantId],
    queryFn: ({ signal }) => api.get<Tenant>(`/tenants/${tenantId}`, {}, signal),
  });
