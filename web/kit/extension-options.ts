import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { getExtension, listExtensions } from '../../src/extensions/endpoints.ts';
import type { SelectOption } from '../ui/SelectField.tsx';
import { manyOptions } from './many-options.ts';
import { apiQuery } from './queries.ts';
import { useTenantId } from './tenant-context.ts';

const MAX_SHOWN = 50;

type Named = { id: string; number: string; name: string };

/** The tenant's extensions for a select that finds them on the server: there may be thousands. The chosen one is always among them. */
export function useExtensionChoices(typed: string, chosenId: string | null, enabled = true): readonly Named[] {
  const tenantId = useTenantId();
  const { data: one } = useQuery({
    ...apiQuery(getExtension, { params: { tenantId, extId: chosenId ?? '' } }),
    enabled: enabled && chosenId !== null,
  });
  const chosen = chosenId === null ? undefined : one;
  // the text of the chosen option stands in the search box, too: that is no search
  const search = chosen && typed === nameOf(chosen) ? '' : typed.trim();
  const { data } = useQuery({
    ...apiQuery(listExtensions, { params: { tenantId }, query: { search, limit: MAX_SHOWN } }),
    placeholderData: keepPreviousData,
    enabled,
  });
  const found = data?.items ?? [];
  return chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
}

/** The same as options whose values are ids. */
export const useExtensionOptions = (typed: string, chosenId: string | null): SelectOption[] =>
  useExtensionChoices(typed, chosenId).map(optionOf);

/** The same for a choice of several. */
export function useManyExtensionOptions(typed: string, chosen: readonly string[]): SelectOption[] {
  const tenantId = useTenantId();
  const named = useQueries({
    queries: chosen.map((extId) => apiQuery(getExtension, { params: { tenantId, extId } })),
  });
  const { data } = useQuery({
    ...apiQuery(listExtensions, { params: { tenantId }, query: { search: typed.trim(), limit: MAX_SHOWN } }),
    placeholderData: keepPreviousData,
  });
  const known = [...named.map((query) => query.data), ...(data?.items ?? [])];
  return manyOptions(
    chosen,
    known.map((extension) => extension && optionOf(extension)),
    'An extension',
  );
}

const optionOf = (each: Named): SelectOption => ({ value: each.id, label: nameOf(each) });

const nameOf = ({ number, name }: Named): string => `${number} ${name}`;
