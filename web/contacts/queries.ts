import { queryOptions } from '@tanstack/react-query';
import { getDirectoryAddresses } from '../../src/address-book/directory-endpoints.ts';
import { listContacts } from '../../src/address-book/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList, apiQuery } from '../kit/session/queries.ts';

export const contactsList = (tenantId: string, search: ListSearch) =>
  apiList(listContacts, { params: { tenantId }, search });

/** Each read is audited, so it is never repeated automatically or cached. */
export const addressesQuery = (tenantId: string) =>
  queryOptions({
    ...apiQuery(getDirectoryAddresses, { params: { tenantId } }),
    meta: { recorded: true },
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
