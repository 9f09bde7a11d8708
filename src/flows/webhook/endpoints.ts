import { endpoint } from '../../platform/http/endpoint.ts';
import { WebhookCredentials } from './contract.ts';

export const getFlowWebhookCredentials = endpoint({
  id: 'getFlowWebhookCredentials',
  method: 'GET',
  path: '/tenants/{tenantId}/flow-webhooks/credentials',
  scope: 'tenant',
  permission: 'flows.secrets',
  summary: 'Get the secret of webhooks',
  description:
    'Servers that call flows ask verify with it that a request is from here, by Standard Webhooks. Every look is recorded in the audit log.',
  response: WebhookCredentials,
  secret: true,
});
