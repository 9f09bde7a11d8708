import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { listTenants } from '../../src/tenants/endpoints.ts';
import type { SelectOption } from '../ui/SelectField.tsx';
import { manyOptions } from './many-options.ts';
import { apiQuery } from './queries.ts';
import { tenantQuery } from './tenants-query.ts';

const MAX_SHOWN = 20;

/** Tenants for a select that searches on the server: there may be a hundred thousand. The chosen one is always among them. */
export function useTenantOptions(typed: string, chosen: string | undefined, status = ''): SelectOption[] {
  const { data: one } = useQuery({ ...tenantQuery(chosen ?? ''), enabled: Boolean(chosen) });
  // the text of the chosen option stands in the search box, too: that is no search
  const search = typed === one?.name ? '' : typed.trim();
  const { data } = useQuery({
    ...apiQuery(listTenants, { query: { search, status, limit: MAX_SHOWN } }),
    placeholderData: keepPreviousData,
  });
  const found = data?.items ?? [];
  const all = one && !found.some((tenant) => tenant.id === one.id) ? [one, ...found] : found;
  return all.map(optionOf);
}

/** The same for a choice of several. */
export function useManyTenantOptions(typed: string, chosen: readonly string[]): SelectOption[] {
  const named = useQueries({ queries: chosen.map(tenantQuery) });
  const { data } = useQuery({
    ...apiQuery(listTenants, { query: { search: typed.trim(), limit: MAX_SHOWN } }),
    placeholderData: keepPreviousData,
  });
  const known = [...named.map((query) => query.data), ...(data?.items ?? [])];
  return manyOptions(
    chosen,
    known.map((tenant) => tenant && optionOf(tenant)),
    'A tenant',
  );
}

const optionOf = ({ id, name }: { id: string; name: string }): SelectOption => ({ value: id, label: name });
