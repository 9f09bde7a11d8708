import type { Tenant } from '../../../../src/tenants/contract.ts';
import { listTenants } from '../../../../src/tenants/endpoints.ts';
import { tenantQuery } from '../../lists/tenants-query.ts';
import { apiQuery } from '../../session/queries.ts';
import { type SearchedOptions, useFoundOptions, useManyOptions } from './found-options.ts';

const tenantsOf = (status: string) => ({
  one: tenantQuery,
  list: (search: string) => apiQuery(listTenants, { query: { search, status, limit: 20 } }),
  labelOf: ({ name, sandbox }: Pick<Tenant, 'name' | 'sandbox'>) => (sandbox ? `${name} (sandbox)` : name),
});

/** The partner's tenants, for choosing one. */
export const useTenantOptions = (typed: string, chosen: string | undefined, status = ''): SearchedOptions =>
  useFoundOptions(tenantsOf(status), typed, chosen || null);

/** The partner's tenants, for choosing several. */
export const useManyTenantOptions = (typed: string, chosen: readonly string[]): SearchedOptions =>
  useManyOptions(tenantsOf(''), typed, chosen, 'A tenant');
