import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getExtension, listExtensions } from '../../src/extensions/endpoints.ts';
import { apiQuery } from '../kit/queries.ts';
import { useTenantId } from '../kit/tenant-context.ts';
import type { SelectOption } from '../ui/SelectField.tsx';
import { extensionOf, routingOptions } from './routing.ts';

const MAX_SHOWN = 50;

/**
 * Where a call to a number can go, for a select that finds the tenant's extensions on the server. `chosen` is the value of the select; it is
 * always among the options.
 */
export function useDestinations(typed: string, chosen: string): SelectOption[] {
  const tenantId = useTenantId();
  const extId = extensionOf(chosen);
  const first = useExtensions(tenantId, '');
  const { data: one } = useQuery({
    ...apiQuery(getExtension, { params: { tenantId, extId: extId ?? '' } }),
    enabled: extId !== null && first !== undefined && !first.some(({ id }) => id === extId),
  });
  const known = routingOptions([...(one ? [one] : []), ...(first ?? [])]);
  // the text of the chosen option stands in the search box, too: that is no search
  const search = known.some(({ value, label }) => value === chosen && label === typed) ? '' : typed.trim();
  const found = useExtensions(tenantId, search) ?? [];
  return routingOptions(one && !found.some(({ id }) => id === one.id) ? [one, ...found] : found);
}

const useExtensions = (tenantId: string, search: string) =>
  useQuery({
    ...apiQuery(listExtensions, { params: { tenantId }, query: { search, limit: MAX_SHOWN } }),
    placeholderData: keepPreviousData,
  }).data?.items;
