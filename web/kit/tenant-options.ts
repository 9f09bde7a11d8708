import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Tenant } from '../../src/tenants/contract.ts';
import { api, type Page } from './api.ts';
import type { SelectOption } from '../ui/SelectField.tsx';
import { tenantQuery } from './tenants-query.ts';

const SHOWN = 20;

/** Tenants for a select that searches on the server: there may be a hundred thousand. The chosen one is always among them. */
export function useTenantOptions(wanted: string, chosen: string | undefined, status = ''): SelectOption[] {
  const { data: one } = useQuery({ ...tenantQuery(chosen ?? ''), enabled: Boolean(chosen) });
  // the text of the chosen option stands in the search box, too: that is no search
  const search = wanted === one?.name ? '' : wanted.trim();
  const { data } = useQuery({
    queryKey: ['tenants', 'options', search, status],
    queryFn: ({ signal }) => api.get<Page<Tenant>>('/tenants', { search, status, limit: SHOWN }, signal),
    placeholderData: keepPreviousData,
  });
  const found = data?.items ?? [];
  const all = one && !found.some((tenant) => tenant.id === one.id) ? [one, ...found] : found;
  return all.map(({ id, name }) => ({ value: id, label: name }));
}
