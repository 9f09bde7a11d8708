import { type Webhook, WebhookCreate, WebhookPatch } from '../../src/webhooks/contract.ts';
import { formSchema } from '../kit/form-schema.ts';

/** A webhook as it is typed. */
export type WebhookForm = {
  name: string;
  url: string;
  types: string[];
  whichTenants: 'all' | 'chosen';
  tenantIds: string[];
};

export const NEW_WEBHOOK: WebhookForm = { name: '', url: '', types: [], whichTenants: 'all', tenantIds: [] };

export const formOfWebhook = ({ name, url, types, tenantIds }: Webhook): WebhookForm => ({
  name,
  url,
  types,
  whichTenants: tenantIds === null ? 'all' : 'chosen',
  tenantIds: tenantIds ?? [],
});

const inputOf = ({ name, url, types, whichTenants, tenantIds }: WebhookForm) => ({
  name,
  url: url.trim(),
  types,
  tenantIds: whichTenants === 'all' ? null : tenantIds,
});

export const newWebhookSchema = formSchema(WebhookCreate, inputOf);
export const webhookSchema = () => formSchema(WebhookPatch, inputOf);
