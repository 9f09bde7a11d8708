import { keysOf } from '../../../src/platform/values/keys.ts';
import { TENANT_SORTS, type Tenant } from '../../../src/tenants/contract.ts';
import { exportTenants, getTenant, listTenants } from '../../../src/tenants/endpoints.ts';
import { addressOf, call } from '../session/call.ts';
import { apiList, apiQuery } from '../session/queries.ts';
import { compact, type ListSearch, oneOf, type Raw, readListSearch } from './search.ts';

/** The filters of the list of tenants, and the statuses that they stand for. */
export const STATUS_FILTERS = {
  all: { label: 'All', statuses: '' },
  trial: { label: 'Trial', statuses: 'TRIAL' },
  active: { label: 'Active', statuses: 'ACTIVE' },
  suspended: { label: 'Suspended', statuses: 'SUSPENDED,CANCELLED' },
} as const satisfies Record<string, { label: string; statuses: string }>;
export type StatusFilter = keyof typeof STATUS_FILTERS;

const TENANT_ORDERS = TENANT_SORTS.flatMap((name) => [name, `-${name}` as const]);

export type TenantsSearch = ListSearch & { status?: StatusFilter | undefined };

export function readTenantsSearch(raw: Raw): TenantsSearch {
  return compact({
    ...readListSearch(raw),
    sort: oneOf(raw.sort, TENANT_ORDERS),
    status: oneOf(raw.status, keysOf(STATUS_FILTERS)),
  });
}

const statusesOf = ({ status = 'all' }: TenantsSearch) => ({ status: STATUS_FILTERS[status].statuses });

export const tenantsList = (search: TenantsSearch) => apiList(listTenants, { search, filter: statusesOf(search) });

/** The URL of a file with all rows of the list. */
export const tenantsFile = (search: TenantsSearch): string =>
  addressOf(exportTenants, { query: { ...statusesOf(search), sort: search.sort, search: search.search } });

export type AnyTenant = Awaited<ReturnType<typeof call<typeof getTenant>>>;

/** Narrows to the complete tenant. Ordinary users get only a part of it, and have few pages. */
export function whole(tenant: AnyTenant): Tenant {
  if ('sipPrefix' in tenant) return tenant;
  throw new Error('Only a part of the tenant was returned.');
}

/** The tenant, or the part that the user may see. */
export const anyTenantQuery = (tenantId: string) => apiQuery(getTenant, { params: { tenantId } });

export const tenantQuery = (tenantId: string) => ({
  ...anyTenantQuery(tenantId),
  select: whole,
});

export const fetchTenant = async (tenantId: string): Promise<Tenant> =>
  whole(await call(getTenant, { params: { tenantId } }));
