import type { GuardedSender } from '../../platform/http-client/exchange.ts';
import { signatureHeaders } from '../../platform/http-client/signature.ts';
import type { DeliveryFailure } from '../contract.ts';
import type { Attempt } from '../rules.ts';
import { openSecret } from '../secret.ts';
import type { DueDelivery } from './sql.ts';

/** For the whole request, from resolving the name to reading the response. */
export const TIMEOUT_MS = 15_000;
/** How much of a response is stored. */
const SHOWN_BYTES = 1024;

/** The result of an attempt, and what pages show of it: the receiver's response, or why there is none. */
export type AttemptResult = { attempt: Attempt } & (
  | { status: number; response: string; failure: null }
  | { status: null; response: null; failure: DeliveryFailure }
);

/** Signs and sends one message. Never throws. */
export async function attemptDelivery(
  sender: GuardedSender,
  delivery: DueDelivery,
  { secretKey, now, timeoutMs = TIMEOUT_MS }: { secretKey: string; now: number; timeoutMs?: number },
): Promise<AttemptResult> {
  const { message_id: messageId, url, body } = delivery;
  const secrets = openSecrets(secretKey, delivery);
  if (secrets === null) return notSent('unreadable_secret');
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'webhooks/1',
    ...signatureHeaders(secrets, messageId, Math.floor(now / 1000), body),
  };
  const exchange = await sender.post({ url, headers, body, milliseconds: timeoutMs });
  // also for a private address, because the host's DNS records may be wrong and get fixed
  if (exchange.kind === 'failed') return notSent(exchange.because);
  const { status, retryAfterMs } = exchange;
  return { attempt: attemptOf(status, retryAfterMs), status, response: shown(exchange.body), failure: null };
}

/** Null if `SECRET_KEY` has changed since they were sealed. */
function openSecrets(secretKey: string, delivery: DueDelivery): string[] | null {
  const { webhook_id: webhookId, sealed_secret: present, sealed_old_secret: old } = delivery;
  try {
    return [present, ...(old ? [old] : [])].map((sealed) => openSecret(secretKey, webhookId, sealed));
  } catch {
    return null;
  }
}

const notSent = (failure: DeliveryFailure): AttemptResult => ({
  attempt: { kind: 'refused', retryAfterMs: null },
  status: null,
  response: null,
  failure,
});

/** Redirects aren't followed, so a redirect counts as a refusal. */
function attemptOf(status: number, retryAfterMs: number | null): Attempt {
  if (status >= 200 && status < 300) return { kind: 'taken' };
  return status === 410 ? { kind: 'gone' } : { kind: 'refused', retryAfterMs };
}

/** The beginning of a response as text. PostgreSQL can't store the NUL character. */
const shown = (text: string): string =>
  Buffer.from(text).subarray(0, SHOWN_BYTES).toString('utf8').replaceAll('\u0000', '');
