import { useTenantId } from '../../session/tenant-context.ts';
import { type SearchedOptions, useFoundOptions, useManyOptions } from './found-options.ts';
import { TENANT_OBJECTS } from './tenant-objects.ts';

/** The tenant's extensions, for choosing one. */
export const useExtensionOptions = (typed: string, chosen: string | null): SearchedOptions =>
  useFoundOptions(TENANT_OBJECTS.extension(useTenantId()), typed, chosen);

/** The tenant's extensions, for choosing several. */
export const useManyExtensionOptions = (typed: string, chosen: readonly string[]): SearchedOptions =>
  useManyOptions(TENANT_OBJECTS.extension(useTenantId()), typed, chosen, 'An extension');
