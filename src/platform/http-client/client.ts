import { Breaker } from './breaker.ts';
import { type ExchangeFailure, type GuardSettings, type Message, openGuardedSender } from './exchange.ts';

/** The limit of simultaneous requests of a tenant. */
const MAX_AT_ONCE = 20;
const CONNECT_MS = 2000;

/** `resting`: the host has failed too often lately. */
export type WebFailure = ExchangeFailure | 'busy' | 'resting' | 'too_long';
export type WebResponse = { kind: 'response'; status: number; body: string } | { kind: 'failed'; because: WebFailure };

export type WebRequest = Message & { tenantId: string };

/** Sends requests of calls to tenants' servers. Never throws. */
export type WebClient = { post(request: WebRequest): Promise<WebResponse>; close(): Promise<void> };

export type WebClientSettings = GuardSettings & { now?: () => number };

/** Opens the client for requests while a caller waits: a limited number per tenant, and none to a host that is down. */
export function openWebClient({ now = Date.now, ...guard }: WebClientSettings): WebClient {
  const sender = openGuardedSender({ ...guard, connectMs: CONNECT_MS, connections: MAX_AT_ONCE });
  const breaker = new Breaker();
  const running = new Map<string, number>();

  async function send({ tenantId, ...message }: WebRequest): Promise<WebResponse> {
    if (!URL.canParse(message.url)) return { kind: 'failed', because: 'closed' };
    const host = `${tenantId} ${new URL(message.url).host}`;
    if (!breaker.mayTry(host, now())) return { kind: 'failed', because: 'resting' };
    const response = await exchange(message);
    const isDown = response.kind === 'failed' ? response.because !== 'closed' : response.status >= 500;
    if (isDown) breaker.failed(host, now());
    else breaker.succeeded(host);
    return response;
  }

  async function exchange(message: Message): Promise<WebResponse> {
    const response = await sender.post(message);
    if (response.kind === 'failed') return response;
    const { status, body, isCut } = response;
    return isCut ? { kind: 'failed', because: 'too_long' } : { kind: 'response', status, body };
  }

  return {
    async post(asked) {
      const { tenantId } = asked;
      const others = running.get(tenantId) ?? 0;
      if (others >= MAX_AT_ONCE) return { kind: 'failed', because: 'busy' };
      running.set(tenantId, others + 1);
      try {
        return await send(asked);
      } finally {
        const left = (running.get(tenantId) ?? 1) - 1;
        if (left === 0) running.delete(tenantId);
        else running.set(tenantId, left);
      }
    },
    close: () => sender.close(),
  };
}
