import { createHmac, hkdfSync } from 'node:crypto';

/**
 * The secret by which a tenant's servers know our requests. It is derived, not stored: nothing that is copied out of the database holds it.
 * As people see it, it is written as Standard Webhooks has it.
 */
export const webhookSecret = (secretKey: string, tenantId: string): string =>
  `whsec_${Buffer.from(hkdfSync('sha256', secretKey, '', `requests to the servers of tenant ${tenantId}`, 32)).toString('base64')}`;

/** The headers of a signed request, by Standard Webhooks 1.0. `secondsNow`: seconds since 1970. */
export function signatureHeaders(secret: string, id: string, secondsNow: number, body: string): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${secondsNow}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(secondsNow),
    'webhook-signature': `v1,${signature}`,
  };
}
