import { z } from 'zod';
import { idOf, text, time } from '../platform/values/fields.ts';

/** The version of all payloads. */
export const API_VERSION = 'v1';

const nameOf = (type: string): string =>
  `${type.replace(/(^|[._])(\w)/g, (_all, _dot, letter: string) => letter.toUpperCase())}Event`;

const envelope = {
  id: idOf('event').meta({ description: 'The id of the event, the same however often it is delivered.' }),
  apiVersion: z.literal(API_VERSION).meta({ description: 'The version of the payload.' }),
  occurredAt: time('When it happened.'),
};

/** An id in the partner's own system: the only part of its integration data that events contain. */
export const theirId = (noun: string) =>
  text(`The \`externalId\` of the ${noun}: its id in your system. Null: it has none.`, 'crm-4711').nullable();

/** The schema of an event type: its data in the common envelope. */
export function event<const Type extends string, Data extends z.ZodRawShape>(
  type: Type,
  description: string,
  data: Data,
) {
  return z
    .object({
      ...envelope,
      type: z.literal(type).meta({ description: 'What happened.' }),
      tenantId: idOf('tenant').meta({ description: 'The tenant that it is about.' }),
      tenantExternalId: theirId('tenant'),
      sequence: z
        .int()
        .nullable()
        .meta({
          description:
            'Its number among the events of the tenant, from 1 on, in the order of the feed. Null in `tenant.purged`, which is the last one.',
          examples: [17],
        }),
      data: z.object(data).meta({ description: 'What it is about, as it was then.' }),
    })
    .meta({ id: nameOf(type), description });
}

/** Sent to a webhook to test it. */
export const TestEvent = z
  .object({
    ...envelope,
    type: z.literal('webhook.test').meta({ description: 'Only a test.' }),
    tenantId: z.null().meta({ description: 'It is about no tenant.' }),
    tenantExternalId: z.null().meta({ description: 'It is about no tenant.' }),
    sequence: z.null().meta({ description: 'It is not in the feed.' }),
    data: z
      .object({ message: text('What it is.', 'This is a test. Nothing has happened.') })
      .meta({ description: 'Nothing has happened.' }),
  })
  .meta({ id: 'WebhookTestEvent', description: 'Somebody tries a webhook.' });
