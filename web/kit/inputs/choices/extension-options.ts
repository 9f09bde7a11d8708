import { getExtension, listExtensions } from '../../../../src/extensions/endpoints.ts';
import { apiQuery } from '../../session/queries.ts';
import { useTenantId } from '../../session/tenant-context.ts';
import { type SearchedOptions, useFoundOptions, useManyOptions } from './found-options.ts';

type Named = { id: string; number: string; name: string };

/** How to find the tenant's extensions. */
export const extensionsOf = (tenantId: string) => ({
  one: (extId: string) => apiQuery(getExtension, { params: { tenantId, extId } }),
  list: (search: string) => apiQuery(listExtensions, { params: { tenantId }, query: { search, limit: 50 } }),
  labelOf: ({ number, name }: Named) => `${number} ${name}`,
});

/** The tenant's extensions, for choosing one. */
export const useExtensionOptions = (typed: string, chosen: string | null): SearchedOptions =>
  useFoundOptions(extensionsOf(useTenantId()), typed, chosen);

/** The tenant's extensions, for choosing several. */
export const useManyExtensionOptions = (typed: string, chosen: readonly string[]): SearchedOptions =>
  useManyOptions(extensionsOf(useTenantId()), typed, chosen, 'An extension');
