import { createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * The secret by which a tenant's servers know our requests. It is derived, not stored: nothing that is copied out of the database holds it.
 * As people see it, it is written as Standard Webhooks has it.
 */
export const webhookSecret = (secretKey: string, tenantId: string): string =>
  `whsec_${Buffer.from(hkdfSync('sha256', secretKey, '', `requests to the servers of tenant ${tenantId}`, 32)).toString('base64')}`;

/** A secret that is stored, for one who wants to change it. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** The headers of a signed request, by Standard Webhooks 1.0: signed with each of the secrets. `secondsNow`: seconds since 1970. */
export function signatureHeaders(
  secrets: readonly string[],
  id: string,
  secondsNow: number,
  body: string,
): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${secondsNow}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(secondsNow),
    'webhook-signature': signatures.join(' '),
  };
}
