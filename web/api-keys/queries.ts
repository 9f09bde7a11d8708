import { getApiKey, listApiKeys } from '../../src/api-keys/endpoints.ts';
import { getTenantApiKey, listTenantApiKeys } from '../../src/api-keys/tenant-keys-endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList, apiQuery } from '../kit/session/queries.ts';

export const apiKeysList = (search: ListSearch) => apiList(listApiKeys, { search });

export const apiKeyQuery = (keyId: string) => apiQuery(getApiKey, { params: { keyId } });

export const tenantKeysList = (tenantId: string, search: ListSearch) =>
  apiList(listTenantApiKeys, { params: { tenantId }, search });

export const tenantKeyQuery = (tenantId: string, tenantKeyId: string) =>
  apiQuery(getTenantApiKey, { params: { tenantId, tenantKeyId } });
