import { getTenantDid, listTenantDids } from '../../../../src/numbers/endpoints.ts';
import { displayNumber } from '../../../../src/platform/values/phone.ts';
import { apiQuery } from '../../session/queries.ts';
import { useTenantId } from '../../session/tenant-context.ts';
import { type SearchedOptions, useFoundOptions, useManyOptions } from './found-options.ts';

const numbersOf = (tenantId: string) => ({
  one: (didId: string) => apiQuery(getTenantDid, { params: { tenantId, didId } }),
  list: (search: string) => apiQuery(listTenantDids, { params: { tenantId }, query: { search, limit: 50 } }),
  labelOf: ({ number }: { number: string }) => displayNumber(number),
});

/** The tenant's numbers, for choosing one. */
export const useNumberOptions = (typed: string, chosen: string | null): SearchedOptions =>
  useFoundOptions(numbersOf(useTenantId()), typed, chosen);

/** The tenant's numbers, for choosing several. */
export const useManyNumberOptions = (typed: string, chosen: readonly string[]): SearchedOptions =>
  useManyOptions(numbersOf(useTenantId()), typed, chosen, 'A number');
