import { z } from 'zod';
import { idOf, text, time } from '../platform/values/fields.ts';

/** The version of all payloads. */
export const API_VERSION = 'v1';

const nameOf = (type: string): string =>
  `${type.replace(/(^|[._])(\w)/g, (_all, _dot, letter: string) => letter.toUpperCase())}Event`;

const envelope = {
  id: idOf('event').meta({ description: 'The id of the event, the same however often it is delivered.' }),
  apiVersion: z.literal(API_VERSION).meta({ description: 'The version of the payload.' }),
  occurredAt: time('When the change was made.'),
};

/** An id in the partner's own system: the only part of its integration data that events contain. */
export const externalIdOf = (noun: string) =>
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
      type: z.literal(type).meta({ description: 'The event’s type, which decides the fields of `data`.' }),
      tenantId: idOf('tenant').meta({ description: 'The tenant that it is about.' }),
      tenantExternalId: externalIdOf('tenant'),
      sequence: z
        .int()
        .nullable()
        .meta({
          description:
            'Its number among the events of the tenant, from 1 on, in the order of the feed. Null in `tenant.purged`, which is the last one.',
          examples: [17],
        }),
      data: z.object(data).meta({ description: 'The object of the event, as it was when the event occurred.' }),
    })
    .meta({ id: nameOf(type), description });
}

/** Sent to a webhook to test it. */
export const TestEvent = z
  .object({
    ...envelope,
    type: z.literal('webhook.test').meta({ description: 'Only a test.' }),
    tenantId: z.null().meta({ description: 'Always null, because a test concerns no tenant.' }),
    tenantExternalId: z.null().meta({ description: 'Always null, because a test concerns no tenant.' }),
    sequence: z.null().meta({ description: 'It is not in the feed.' }),
    data: z
      .object({
        message: text('A sentence for people who read the receiver’s log.', 'This is a test. Nothing has happened.'),
      })
      .meta({ description: 'A fixed text. The event stands for no change.' }),
  })
  .meta({ id: 'WebhookTestEvent', description: 'Somebody tries a webhook.' });
