import { z } from 'zod';
import { EVENT_TYPES } from '../events/catalogue-contract.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, createdAt, flag, idOf, text, time, version } from '../platform/values/fields.ts';
import { MODES } from '../platform/values/mode.ts';
import { label, wholeNumber } from '../platform/values/values.ts';
import { DELIVERY_STATES } from './deliveries/states-contract.ts';

/** Limits for one partner or one webhook. */
export const MAX = { webhooks: 50, tenants: 1000, url: 2000, replayed: 10_000 } as const;

export const webhookErrors = {
  too_many_webhooks: {
    status: 409,
    description: 'A partner has at most 50 webhooks. Delete one first.',
    extra: {
      limit: z.int().meta({ description: 'The highest number of webhooks allowed.', examples: [MAX.webhooks] }),
    },
  },
  delivery_not_waiting: { status: 409, description: 'The message isn’t waiting to be sent, so it can’t be skipped.' },
  webhook_stopped: { status: 409, description: 'The webhook is paused or was stopped. Resume it first.' },
} as const satisfies ErrorTable;

const urlMeta = { description: 'Where messages are sent, by HTTPS.', examples: ['https://crm.example/hooks/pbx'] };
const url = z
  .url({ protocol: /^https?$/, error: 'Enter an address such as https://crm.example/hooks.' })
  .max(MAX.url, `At most ${MAX.url} characters.`)
  .meta(urlMeta);
const nameMeta = {
  description: 'A label for the webhook, such as the name of the receiving system.',
  examples: ['CRM'],
};
const types = z
  .array(z.enum(EVENT_TYPES, 'There is no such event.'))
  .min(1, 'Choose at least one event.')
  .max(EVENT_TYPES.length)
  .meta({ description: 'The types of events that are sent.', examples: [['call.ended', 'tenant.suspended']] });
const tenantIds = z
  .array(idOf('tenant'))
  .max(MAX.tenants)
  .nullable()
  .meta({ description: 'The tenants whose events are sent. Null: all of the partner’s, also future ones.' });

const strictOrder = flag(
  'Each tenant’s events arrive one after the other: the next is sent when the one before was taken or skipped. `emergency.called` and `limit.*` never wait.',
);

const mode = z.enum(MODES).meta({
  description: '`test`: only events of sandbox tenants. `live`: of all others. It can’t be changed later.',
  examples: ['live'],
});

export const WebhookCreate = z
  .strictObject({
    name: label().meta(nameMeta),
    mode: mode.default('live'),
    url,
    types,
    tenantIds: tenantIds.default(null),
    strictOrder: strictOrder.default(false),
  })
  .meta({ id: 'WebhookCreate', description: 'A webhook to add.' });
export type WebhookCreate = z.output<typeof WebhookCreate>;

export const WebhookPatch = z
  .strictObject({ name: label().meta(nameMeta), url, types, tenantIds, strictOrder })
  .partial()
  .meta({ id: 'WebhookPatch', description: 'What changes of a webhook, for events from now on.' });
export type WebhookPatch = z.output<typeof WebhookPatch>;

export const WEBHOOK_STATES = ['on', 'failing', 'paused', 'failed', 'gone'] as const;

export const Webhook = z
  .object({
    id: idOf('webhook'),
    name: z.string().meta(nameMeta),
    mode,
    url: z.string().meta(urlMeta),
    types,
    tenantIds,
    strictOrder,
    state: z.enum(WEBHOOK_STATES).meta({
      description:
        '`failing`: its receiver only fails, and is tried now and then. `failed`: it has only failed for three days, so nothing is sent any more. `gone`: it has answered 410, so nothing is sent any more.',
    }),
    stateSince: time('When the webhook left the state `on`. Null while it is on.').nullable(),
    waiting: count('How many messages wait to be sent, counted up to 1,000.', 0),
    parked: count('How many messages are parked, each with all later ones of its tenant, counted up to 1,000.', 0),
    lastSuccessAt: time('When its receiver last took a message.').nullable(),
    oldSecretUntil: time('When messages stop being signed with the previous secret too.').nullable(),
    createdAt: createdAt(),
    version: version(),
  })
  .meta({ id: 'Webhook', description: 'An address at which a partner’s program gets events.' });
export type Webhook = z.infer<typeof Webhook>;

export const NewWebhook = Webhook.extend({
  secret: text(
    'The secret that messages are signed with, shown this once.',
    'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
  ),
}).meta({ id: 'NewWebhook', description: 'A webhook with its new secret, which is never shown again.' });
export type NewWebhook = z.infer<typeof NewWebhook>;

export const WebhookList = listOf(Webhook);
export const WebhookQuery = listQuery(['name', 'createdAt'], 'name');

export const WebhookRotate = z
  .strictObject({
    overlapHours: wholeNumber(0, 168)
      .default(24)
      .meta({
        description: 'How long messages are also signed with the present secret, in hours. 0: not at all.',
        examples: [24],
      }),
  })
  .meta({ id: 'WebhookRotate', description: 'How to replace the secret of a webhook.' });

export const WebhookResume = z
  .strictObject({
    from: z.enum(['missed', 'now']).meta({
      description:
        '`missed`: events since it stopped are sent, too, and those that failed since its receiver last accepted a message, at most 30 days back. `now`: only what happens from now on.',
    }),
  })
  .meta({ id: 'WebhookResume', description: 'From where a webhook continues.' });

/** Why there was no response. */
export const DELIVERY_FAILURES = ['closed', 'too_slow', 'bad_certificate', 'unreachable', 'unreadable_secret'] as const;
export type DeliveryFailure = (typeof DELIVERY_FAILURES)[number];

export const WebhookDelivery = z
  .object({
    id: idOf('delivery'),
    eventId: idOf('event').nullable().meta({ description: 'The event. Null: a test.' }),
    type: text('The type of the event.', 'call.ended'),
    tenantId: idOf('tenant').nullable(),
    tenantName: text('The name of the tenant. Null: it is about none, or the tenant is gone.', 'Bakery').nullable(),
    state: z.enum(DELIVERY_STATES).meta({
      description:
        '`parked`: in strict order, it was refused for three days and isn’t tried again until you replay it, and its tenant’s later events wait until you replay or skip it. `failed`: it is not tried again. `skipped`: somebody skipped it, or the webhook was resumed without what it had missed.',
    }),
    attempts: count('How often it was tried.', 1),
    queuedAt: time('When it was to be sent first, or again.'),
    attemptedAt: time('When it was last tried.').nullable(),
    waitsFor: idOf('delivery')
      .nullable()
      .meta({ description: 'In strict order: the message of the same tenant that has to arrive first.' }),
    nextAttemptAt: time('When it is tried next, at the earliest.').nullable(),
    milliseconds: count('How long the last attempt took.', 84).nullable(),
    status: count('The status of the last response.', 200).nullable(),
    response: text('The beginning of the last response, at most 1,024 bytes, as text.', 'ok').nullable(),
    failure: z.enum(DELIVERY_FAILURES).nullable().meta({
      description:
        'Why there was no response. `closed`: the address leads to a private network, so nothing was sent. It is tried again like any other failure. `unreadable_secret`: the service can’t sign it; replace the webhook’s secret.',
    }),
    replayed: flag('Somebody has sent it again.'),
  })
  .meta({ id: 'WebhookDelivery', description: 'An event on its way to a webhook.' });
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const WebhookDeliveryList = listOf(
  WebhookDelivery,
  count('How many there are on all pages, counted up to 1,000.', 1),
);
export const WebhookDeliveryQuery = listQuery(['queuedAt'], '-queuedAt').extend({
  state: z.enum(DELIVERY_STATES).optional().meta({ description: 'Return only deliveries in this state.' }),
});

const instant = (description: string, example: string) =>
  z.iso.datetime({ offset: true }).meta({ description, examples: [example] });

export const WebhookReplay = z
  .strictObject({
    from: instant('Events placed from then on.', '2026-11-05T14:00:00.000Z'),
    to: instant('Events placed before then.', '2026-11-05T15:00:00.000Z'),
    only: z.enum(['failed', 'all']).default('failed').meta({
      description: '`failed`: those that were not delivered. `all`: those that were delivered too.',
    }),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    path: ['to'],
    message: 'Choose a time after the first one.',
  })
  .meta({ id: 'WebhookReplay', description: 'Which messages to send again.' });

export const WebhookReplayed = z
  .object({
    queued: count(
      `How many are sent again. At most ${MAX.replayed.toLocaleString('en-US')} at a time, oldest first.`,
      12,
    ),
  })
  .meta({ id: 'WebhookReplayed', description: 'What is sent again.' });
