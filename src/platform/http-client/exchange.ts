import { Agent, type Dispatcher, request } from 'undici';
import { isPublicAddress, webAddressFault } from '../values/web-address.ts';
import { guardedConnector } from './connector.ts';
import { askNameServers, ClosedAddress, type Resolve } from './lookup.ts';

/** The limit of a response. */
const MAX_BYTES = 16 * 1024;

/** Why there was no response. `closed`: a private address. */
export type ExchangeFailure = 'closed' | 'too_slow' | 'bad_certificate' | 'unreachable';
export type Exchange =
  | {
      kind: 'response';
      status: number;
      /** As it was sent, not decompressed. */
      body: string;
      /** The response was longer, and the connection was closed. */
      isCut: boolean;
      /** From the header `Retry-After`; null if it is missing or unreadable. */
      retryAfterMs: number | null;
    }
  | { kind: 'failed'; because: ExchangeFailure };

export type Message = {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** for everything: resolving the name, TLS, request and response */
  milliseconds: number;
};

export type GuardSettings = { privateAddresses: 'allow' | 'refuse'; resolve?: Resolve };

/** Sends requests to URLs that users enter. Never follows redirects, and never throws. */
export type GuardedSender = { post(message: Message): Promise<Exchange>; close(): Promise<void> };

/**
 * Connects only to the public internet. An address is checked as it is written, when its name is resolved, and when it is connected to. `connectMs`:
 * the time limit of connecting; `connections`: the limit per server.
 */
export function openGuardedSender({
  privateAddresses,
  resolve = askNameServers(),
  connectMs,
  connections,
}: GuardSettings & { connectMs: number; connections: number }): GuardedSender {
  const isAllowed = privateAddresses === 'allow' ? () => true : isPublicAddress;
  const agent = new Agent({
    connect: guardedConnector(resolve, isAllowed, connectMs),
    connections,
    keepAliveTimeout: 4000,
  });
  return {
    async post(message) {
      const { url } = message;
      if (!URL.canParse(url) || (privateAddresses === 'refuse' && webAddressFault(url) !== null))
        return { kind: 'failed', because: 'closed' };
      return exchange(agent, message);
    },
    close: () => agent.destroy(),
  };
}

async function exchange(dispatcher: Dispatcher, { url, headers, body, milliseconds }: Message): Promise<Exchange> {
  const signal = AbortSignal.timeout(milliseconds);
  // a request without a connection ignores the signal
  const isOver = new Promise<never>((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new Error('The time is up')), { once: true }),
  );
  const answer = async (): Promise<Exchange> => {
    const response = await request(url, { method: 'POST', dispatcher, headers, body, signal });
    return {
      kind: 'response',
      status: response.statusCode,
      ...(await readBody(response.body)),
      retryAfterMs: readRetryAfter(response.headers['retry-after'], Date.now()),
    };
  };
  try {
    return await Promise.race([answer(), isOver]);
  } catch (error) {
    return { kind: 'failed', because: signal.aborted ? 'too_slow' : reasonOf(error) };
  }
}

function reasonOf(error: unknown): ExchangeFailure {
  if (error instanceof ClosedAddress) return 'closed';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return 'too_slow';
  return /CERT|SIGNATURE|ISSUER/.test(code) ? 'bad_certificate' : 'unreachable';
}

async function readBody(body: Dispatcher.ResponseData['body']): Promise<{ body: string; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let isCut = false;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    isCut = bytes > MAX_BYTES;
    // leaving the loop closes the connection
    if (isCut) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, MAX_BYTES).toString('utf8'), isCut };
}

/** Seconds, or a date. */
export function readRetryAfter(header: string | string[] | undefined, now: number): number | null {
  const [text = ''] = [header].flat();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
