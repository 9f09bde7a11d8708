import { listContacts } from '../../src/address-book/endpoints.ts';
import { apiList } from '../kit/queries.ts';
import type { ListSearch } from '../kit/search.ts';

export const contactsList = (tenantId: string, search: ListSearch) =>
  apiList(listContacts, { params: { tenantId }, search });
