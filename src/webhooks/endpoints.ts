import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import {
  NewWebhook,
  Webhook,
  WebhookCreate,
  WebhookDelivery,
  WebhookDeliveryList,
  WebhookDeliveryQuery,
  webhookErrors,
  WebhookList,
  WebhookPatch,
  WebhookQuery,
  WebhookReplay,
  WebhookReplayed,
  WebhookResume,
  WebhookRotate,
} from './contract.ts';

const reading = { scope: 'partner', permission: 'webhooks.read', by: 'people' } as const;
const writing = { scope: 'partner', permission: 'webhooks.write', by: 'people' } as const;
const stopped = pickErrors(webhookErrors, 'webhook_stopped');

export const listWebhooks = endpoint({
  ...reading,
  id: 'listWebhooks',
  method: 'GET',
  path: '/webhooks',
  summary: 'List webhooks',
  description: 'Returns the addresses at which the partner’s programs get events, without their secrets.',
  query: WebhookQuery,
  response: WebhookList,
});

export const createWebhook = endpoint({
  ...writing,
  id: 'createWebhook',
  method: 'POST',
  path: '/webhooks',
  summary: 'Add a webhook',
  description:
    'Each event that happens from now on is sent there as a POST, signed as Standard Webhooks has it. The secret is in `secret`, and is shown this once. Addresses of private networks and of this service are refused.',
  body: WebhookCreate,
  response: NewWebhook,
  status: 201,
  secret: true,
  errors: pickErrors(webhookErrors, 'too_many_webhooks'),
});

export const getWebhook = endpoint({
  ...reading,
  id: 'getWebhook',
  method: 'GET',
  path: '/webhooks/{webhookId}',
  summary: 'Get a webhook',
  description: 'Returns the webhook’s settings, and whether its receiver accepts messages.',
  response: Webhook,
});

export const editWebhook = endpoint({
  ...writing,
  id: 'editWebhook',
  method: 'PATCH',
  path: '/webhooks/{webhookId}',
  summary: 'Change a webhook',
  description:
    'A change of events or tenants applies to what happens from now on. What waits to be sent goes to the new address. `strictOrder` also applies to what is waiting; when it is turned off, parked messages become `failed`.',
  body: WebhookPatch,
  response: Webhook,
  headers: ['If-Match'],
});

export const deleteWebhook = endpoint({
  ...writing,
  id: 'deleteWebhook',
  method: 'DELETE',
  path: '/webhooks/{webhookId}',
  summary: 'Delete a webhook',
  description: 'Nothing more is sent to it, also not what waits. It can’t be undone.',
  headers: ['If-Match'],
});

export const rotateWebhookSecret = endpoint({
  ...writing,
  id: 'rotateWebhookSecret',
  method: 'POST',
  path: '/webhooks/{webhookId}/rotate',
  summary: 'Replace the secret of a webhook',
  description:
    'Makes a new secret. For `overlapHours`, messages are signed with both, so that a receiver can change over without a pause.',
  body: WebhookRotate,
  response: NewWebhook,
  status: 201,
  secret: true,
});

export const pauseWebhook = endpoint({
  ...writing,
  id: 'pauseWebhook',
  method: 'POST',
  path: '/webhooks/{webhookId}/pause',
  summary: 'Pause a webhook',
  description: 'Nothing is sent until it is resumed. What happens meanwhile can be sent then.',
  response: Webhook,
  errors: stopped,
});

export const resumeWebhook = endpoint({
  ...writing,
  id: 'resumeWebhook',
  method: 'POST',
  path: '/webhooks/{webhookId}/resume',
  summary: 'Resume a webhook',
  description: 'After a pause, or after it was turned off because its receiver only failed.',
  body: WebhookResume,
  response: Webhook,
});

export const testWebhook = endpoint({
  ...writing,
  id: 'testWebhook',
  method: 'POST',
  path: '/webhooks/{webhookId}/test',
  summary: 'Send a test',
  description: 'Sends a `webhook.test`. The list of deliveries shows what its receiver says.',
  response: WebhookDelivery,
  status: 201,
  errors: stopped,
});

export const listWebhookDeliveries = endpoint({
  ...reading,
  id: 'listWebhookDeliveries',
  method: 'GET',
  path: '/webhooks/{webhookId}/deliveries',
  summary: 'List the deliveries of a webhook',
  description: 'What was sent in the last 30 days and what waits, with the last response to each.',
  query: WebhookDeliveryQuery,
  response: WebhookDeliveryList,
});

export const replayWebhookDelivery = endpoint({
  ...writing,
  id: 'replayWebhookDelivery',
  method: 'POST',
  path: '/webhooks/{webhookId}/deliveries/{deliveryId}/replay',
  summary: 'Send a message again',
  description:
    'The message keeps its `webhook-id`, so a receiver that has processed it can ignore it. If it was parked, its tenant’s later events follow.',
  response: WebhookDelivery,
  errors: stopped,
});

export const skipWebhookDelivery = endpoint({
  ...writing,
  id: 'skipWebhookDelivery',
  method: 'POST',
  path: '/webhooks/{webhookId}/deliveries/{deliveryId}/skip',
  summary: 'Skip a message',
  description:
    'Takes a waiting or parked message out of the queue. In strict order, its tenant’s next one can then be sent. You can still send the skipped one again.',
  response: WebhookDelivery,
  errors: pickErrors(webhookErrors, 'delivery_not_waiting'),
});

export const replayWebhook = endpoint({
  ...writing,
  id: 'replayWebhook',
  method: 'POST',
  path: '/webhooks/{webhookId}/replay',
  summary: 'Send the messages of a span again',
  description:
    'Sends all events of a time span that match the webhook’s types and tenants, also those from before it was added. Each keeps its `webhook-id`.',
  body: WebhookReplay,
  response: WebhookReplayed,
  errors: stopped,
});
