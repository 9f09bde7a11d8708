import { Agent, type Dispatcher, request } from 'undici';
import { isPublicAddress, webAddressFault } from '../values/web-address.ts';
import { Breaker } from './breaker.ts';
import { guardedConnector } from './connector.ts';
import { askNameServers, ClosedAddress, type Resolve } from './lookup.ts';

/** At most this many requests of one tenant at the same time. */
const MOST_AT_ONCE = 20;
/** A response is read so far; one that is longer is a failure. */
const MOST_BYTES = 16 * 1024;

/** Why there is no response. `closed`: the address is one of a private network. `resting`: the host has failed too often just now. */
export type WebFailure = 'closed' | 'busy' | 'resting' | 'too_slow' | 'too_long' | 'unreachable';
export type WebResponse = { kind: 'response'; status: number; body: string } | { kind: 'failed'; because: WebFailure };

export type WebRequest = {
  tenantId: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** for everything: names, encryption, request and response */
  milliseconds: number;
};

/** Sends requests to servers that tenants name. It follows no redirect, and never throws. */
export type WebClient = { post(request: WebRequest): Promise<WebResponse>; close(): Promise<void> };

export type WebClientSettings = { privateAddresses: 'allow' | 'refuse'; resolve?: Resolve; now?: () => number };

/** Opens the one client for all requests to servers that tenants name. */
export function openWebClient({
  privateAddresses,
  resolve = askNameServers(),
  now = Date.now,
}: WebClientSettings): WebClient {
  const isAllowed = privateAddresses === 'allow' ? () => true : isPublicAddress;
  const agent = new Agent({
    connect: guardedConnector(resolve, isAllowed),
    connections: MOST_AT_ONCE,
    keepAliveTimeout: 4000,
  });
  const breaker = new Breaker();
  const running = new Map<string, number>();

  async function send({ tenantId, url, ...rest }: WebRequest): Promise<WebResponse> {
    const host = `${tenantId} ${new URL(url).host}`;
    if (!breaker.mayTry(host, now())) return { kind: 'failed', because: 'resting' };
    const response = await exchange(agent, url, rest);
    const isDown = response.kind === 'failed' ? response.because !== 'closed' : response.status >= 500;
    if (isDown) breaker.failed(host, now());
    else breaker.succeeded(host);
    return response;
  }

  return {
    async post(asked) {
      const { tenantId, url } = asked;
      if (!URL.canParse(url) || (privateAddresses === 'refuse' && webAddressFault(url) !== null))
        return { kind: 'failed', because: 'closed' };
      const others = running.get(tenantId) ?? 0;
      if (others >= MOST_AT_ONCE) return { kind: 'failed', because: 'busy' };
      running.set(tenantId, others + 1);
      try {
        return await send(asked);
      } finally {
        const left = (running.get(tenantId) ?? 1) - 1;
        if (left === 0) running.delete(tenantId);
        else running.set(tenantId, left);
      }
    },
    close: () => agent.destroy(),
  };
}

type Sent = Pick<WebRequest, 'headers' | 'body' | 'milliseconds'>;

async function exchange(
  dispatcher: Dispatcher,
  url: string,
  { headers, body, milliseconds }: Sent,
): Promise<WebResponse> {
  const signal = AbortSignal.timeout(milliseconds);
  try {
    const response = await request(url, { method: 'POST', dispatcher, headers, body, signal });
    const text = await readBody(response.body);
    return text === null
      ? { kind: 'failed', because: 'too_long' }
      : { kind: 'response', status: response.statusCode, body: text };
  } catch (error) {
    if (signal.aborted) return { kind: 'failed', because: 'too_slow' };
    return { kind: 'failed', because: error instanceof ClosedAddress ? 'closed' : 'unreachable' };
  }
}

/** The text of a response, as it was sent: nothing is unpacked. Null: it is too long, and was not read to its end. */
async function readBody(body: Dispatcher.ResponseData['body']): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // leaving the loop ends the connection
    if (bytes > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
