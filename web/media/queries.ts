import { getMediaOptions, listMedia } from '../../src/media/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList, apiQuery } from '../kit/session/queries.ts';

export const mediaList = (tenantId: string, search: ListSearch) => apiList(listMedia, { params: { tenantId }, search });

export const mediaOptions = (tenantId: string) => apiQuery(getMediaOptions, { params: { tenantId } });
