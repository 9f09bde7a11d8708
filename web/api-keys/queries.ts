import { getApiKey, listApiKeys } from '../../src/api-keys/endpoints.ts';
import { apiList, apiQuery } from '../kit/queries.ts';
import type { ListSearch } from '../kit/search.ts';

export const apiKeysList = (search: ListSearch) => apiList(listApiKeys, { search });

export const apiKeyQuery = (keyId: string) => apiQuery(getApiKey, { params: { keyId } });
