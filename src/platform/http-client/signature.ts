import { createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * The secret by which a tenant's servers verify our requests. It is derived, not stored, so a copy of the database doesn't contain it. Its form is
 * that of Standard Webhooks.
 */
export const webhookSecret = (secretKey: string, tenantId: string): string =>
  `whsec_${Buffer.from(hkdfSync('sha256', secretKey, '', `requests to the servers of tenant ${tenantId}`, 32)).toString('base64')}`;

/** A new secret, which is stored and can be replaced. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** The headers of a request signed with each of the secrets, by Standard Webhooks 1.0. `secondsNow`: seconds since 1970. */
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
