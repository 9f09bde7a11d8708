import { getWebhook, listWebhookDeliveries, listWebhooks } from '../../src/webhooks/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList, apiQuery } from '../kit/session/queries.ts';
import type { DeliveriesSearch } from './search.ts';

export const webhooksList = (search: ListSearch) => apiList(listWebhooks, { search });

export const webhookQuery = (webhookId: string) => apiQuery(getWebhook, { params: { webhookId } });

export const deliveriesList = (webhookId: string, { state, ...search }: DeliveriesSearch) =>
  apiList(listWebhookDeliveries, { params: { webhookId }, search, filter: { state } });
