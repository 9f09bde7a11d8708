import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Tenant } from '../../src/tenants/contract.ts';
import { address, api, type Page } from '../api.ts';
import { PAGE_SIZE, STATUS_FILTERS, type TenantsSearch } from '../search.ts';

const asked = ({ status = 'all', sort, search }: TenantsSearch) => ({
  status: STATUS_FILTERS[status].statuses,
  sort,
  search,
});

export const tenantsQuery = (search: TenantsSearch) =>
  queryOptions({
    queryKey: ['tenants', 'list', search],
    queryFn: ({ signal }) =>
      api.get<Page<Tenant>>('/tenants', { ...asked(search), limit: PAGE_SIZE, cursor: search.cursor }, signal),
    placeholderData: keepPreviousData,
  });

/** The same rows, all of them, as a file. */
export const tenantsFile = (search: TenantsSearch): string => address('/tenants/export', asked(search));

export const tenantQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['tenants', 'one', tenantId],
    queryFn: ({ signal }) => api.get<Tenant>(`/tenants/${tenantId}`, {}, signal),
  });
