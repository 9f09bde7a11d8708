import { EVENT_TYPES } from '../../src/events/catalogue-contract.ts';
import type { Webhook, WebhookDelivery } from '../../src/webhooks/contract.ts';
import type { Tone } from '../ui/Badge.tsx';

type Label = { tone: Tone; text: string };

export const WEBHOOK_STATE: Record<Webhook['state'], Label> = {
  on: { tone: 'green', text: 'Working' },
  failing: { tone: 'amber', text: 'Failing' },
  paused: { tone: 'grey', text: 'Paused' },
  failed: { tone: 'red', text: 'Turned off: only errors' },
  gone: { tone: 'red', text: 'Turned off: 410 Gone' },
};

export const DELIVERY_STATE: Record<WebhookDelivery['state'], Label> = {
  pending: { tone: 'amber', text: 'Waiting' },
  parked: { tone: 'red', text: 'Parked' },
  delivered: { tone: 'green', text: 'Delivered' },
  failed: { tone: 'red', text: 'Failed' },
  skipped: { tone: 'grey', text: 'Skipped' },
};

const FAILURES: Record<NonNullable<WebhookDelivery['failure']>, string> = {
  closed: 'The address leads to a private network',
  too_slow: 'No response within 15 seconds',
  bad_certificate: 'The certificate isn’t valid',
  unreachable: 'The server could not be reached',
  unreadable_secret: 'The secret can’t be read: replace it',
};

/** The result of the last attempt. */
export function outcomeText({ attempts, failure, status, waitsFor }: WebhookDelivery): string {
  if (waitsFor !== null && attempts === 0) return 'Waits for an earlier event';
  if (failure !== null) return FAILURES[failure];
  if (status !== null) return `HTTP ${status}`;
  return attempts === 0 ? 'Not sent yet' : 'No response';
}

/** The events of a webhook. */
export const eventsText = (types: readonly string[]): string =>
  types.length === EVENT_TYPES.length ? `All ${types.length}` : types.map(eventName).join(', ');

/** `tenant.purge_scheduled`: Tenant purge scheduled. */
export function eventName(type: string): string {
  const words = type.replaceAll(/[._]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
