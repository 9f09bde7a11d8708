import { queryOptions } from '@tanstack/react-query';
import type { Tenant, TenantSort } from '../../src/tenants/contract.ts';
import { address, api } from './api.ts';
import type { ListOf } from './list-query.ts';
import { compact, type ListSearch, oneOf, type Raw, readListSearch } from './search.ts';

/** The chips over the list of tenants, and what the server is asked for. A cancelled tenant waits among the suspended. */
export const STATUS_FILTERS = {
  all: { label: 'All', statuses: '' },
  trial: { label: 'Trial', statuses: 'TRIAL' },
  active: { label: 'Active', statuses: 'ACTIVE' },
  suspended: { label: 'Suspended', statuses: 'SUSPENDED,CANCELLED' },
} as const satisfies Record<string, { label: string; statuses: string }>;
export type StatusFilter = keyof typeof STATUS_FILTERS;

const TENANT_COLUMNS = [
  'name',
  'sipPrefix',
  'status',
  'usersCount',
  'didsCount',
  'extensionsCount',
  'createdAt',
] as const satisfies TenantSort[];
const TENANT_ORDERS = TENANT_COLUMNS.flatMap((name) => [name, `-${name}` as const]);

export type TenantsSearch = ListSearch & { status?: StatusFilter | undefined };

export function readTenantsSearch(raw: Raw): TenantsSearch {
  return compact({
    ...readListSearch(raw),
    sort: oneOf(raw.sort, TENANT_ORDERS),
    status: oneOf(raw.status, Object.keys(STATUS_FILTERS) as StatusFilter[]),
  });
}

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
