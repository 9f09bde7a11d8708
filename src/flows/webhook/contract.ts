import { z } from 'zod';
import { text } from '../../platform/values/fields.ts';

export const WebhookCredentials = z
  .object({
    secret: text(
      'Verifies the signatures of requests, by Standard Webhooks. It belongs to the tenant.',
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    ),
  })
  .meta({ id: 'FlowWebhookCredentials', description: 'What a server needs to verify the requests of call flows.' });
