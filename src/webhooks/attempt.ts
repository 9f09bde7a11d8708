import type { GuardedSender } from '../platform/http-client/exchange.ts';
import { signatureHeaders } from '../platform/http-client/signature.ts';
import type { DeliveryFailure } from './contract.ts';
import type { Attempt } from './rules.ts';
import { openSecret } from './secret.ts';
import type { DueDelivery } from './sending-sql.ts';

/** For the whole request, from the name to the end of what is read of the response. */
export const PATIENCE_MS = 15_000;
/** What is stored of a response. */
const SHOWN_BYTES = 1024;

/** What an attempt has come to, and what is shown of it. */
export type Attempted = {
  attempt: Attempt;
  status: number | null;
  response: string | null;
  failure: DeliveryFailure | null;
};

/** Sends one message, signed at this moment. Never throws. */
export async function attemptDelivery(
  sender: GuardedSender,
  secretKey: string,
  delivery: DueDelivery,
  now: number,
  patienceMs = PATIENCE_MS,
): Promise<Attempted> {
  const { message_id: messageId, url, body } = delivery;
  const secrets = openSecrets(secretKey, delivery);
  if (secrets === null) return notSent('unreadable_secret');
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'webhooks/1',
    ...signatureHeaders(secrets, messageId, Math.floor(now / 1000), body),
  };
  const exchange = await sender.post({ url, headers, body, milliseconds: patienceMs });
  // also an address that leads inside: it may be a mistake in the name's records, which is mended like any other
  if (exchange.kind === 'failed') return notSent(exchange.because);
  const { status, retryAfterMs } = exchange;
  return { attempt: attemptOf(status, retryAfterMs), status, response: shown(exchange.body), failure: null };
}

/** Null: the service has another key now than the one that they were sealed with. */
function openSecrets(secretKey: string, delivery: DueDelivery): string[] | null {
  const { webhook_id: webhookId, sealed_secret: present, sealed_old_secret: old } = delivery;
  try {
    return [present, ...(old ? [old] : [])].map((sealed) => openSecret(secretKey, webhookId, sealed));
  } catch {
    return null;
  }
}

const notSent = (failure: DeliveryFailure): Attempted => ({
  attempt: { kind: 'refused', retryAfterMs: null },
  status: null,
  response: null,
  failure,
});

/** A redirect is a refusal like any other: nothing follows it. */
function attemptOf(status: number, retryAfterMs: number | null): Attempt {
  if (status >= 200 && status < 300) return { kind: 'taken' };
  return status === 410 ? { kind: 'gone' } : { kind: 'refused', retryAfterMs };
}

/** The beginning of a response as text. The database has no character for zero. */
const shown = (text: string): string =>
  Buffer.from(text).subarray(0, SHOWN_BYTES).toString('utf8').replaceAll('\u0000', '');
