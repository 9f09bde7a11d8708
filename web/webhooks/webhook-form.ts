import type { Mode } from '../../src/platform/values/mode.ts';
import { type Webhook, WebhookCreate, WebhookPatch } from '../../src/webhooks/contract.ts';
import { formSchema } from '../kit/forms/form-schema.ts';

/** The form values of a webhook. */
export type WebhookForm = {
  name: string;
  mode: Mode;
  url: string;
  types: string[];
  whichTenants: 'all' | 'chosen';
  tenantIds: string[];
  strictOrder: boolean;
};

export const NEW_WEBHOOK: WebhookForm = {
  name: '',
  mode: 'live',
  url: '',
  types: [],
  whichTenants: 'all',
  tenantIds: [],
  strictOrder: false,
};

export const formOfWebhook = ({ name, mode, url, types, tenantIds, strictOrder }: Webhook): WebhookForm => ({
  name,
  mode,
  url,
  types,
  whichTenants: tenantIds === null ? 'all' : 'chosen',
  tenantIds: tenantIds ?? [],
  strictOrder,
});

const inputOf = ({ name, url, types, whichTenants, tenantIds, strictOrder }: WebhookForm) => ({
  name,
  url: url.trim(),
  types,
  tenantIds: whichTenants === 'all' ? null : tenantIds,
  strictOrder,
});

export const newWebhookSchema = formSchema(WebhookCreate, (typed: WebhookForm) => ({
  ...inputOf(typed),
  mode: typed.mode,
}));
export const webhookSchema = () => formSchema(WebhookPatch, inputOf);
