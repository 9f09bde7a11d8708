import type { z } from 'zod';
import type { JsonSchema, SchemaBook } from './schemas.ts';

/** An event that webhooks send. The schema is of the whole message. */
export type SentEvent = { type: string; schema: z.ZodType };

type Webhook = {
  post: {
    operationId: string;
    summary: string;
    description: string;
    tags: string[];
    security: [];
    requestBody: { required: true; content: { 'application/json': { schema: JsonSchema } } };
    responses: Record<string, { description: string }>;
  };
};

/** The requests to receivers, by event type. */
export function describeWebhooks(events: readonly SentEvent[], book: SchemaBook): Record<string, Webhook> {
  return Object.fromEntries(events.map((event) => [event.type, describe(event, book)]));
}

const describe = ({ type, schema }: SentEvent, book: SchemaBook): Webhook => ({
  post: {
    operationId: `on${type.replace(/(^|[._])(\w)/g, (_all, _before, letter: string) => letter.toUpperCase())}`,
    summary: type,
    description: `${schema.meta()?.description ?? type} It is signed according to [Standard Webhooks](https://www.standardwebhooks.com).`,
    tags: ['Events'],
    security: [],
    requestBody: { required: true, content: { 'application/json': { schema: book.describe(schema, 'output') } } },
    responses: {
      '2XX': { description: 'The receiver accepted the message.' },
      '4XX': {
        description: 'The receiver refused the message. It is sent again later; after 410, the webhook is turned off.',
      },
    },
  },
});
