import { createServer, type RequestListener } from 'node:http';
import { createServer as createPlainServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openGuardedSender } from '../../platform/http-client/exchange.ts';
import { listeningPort } from '../../platform/process/listening-port.ts';
import { sealSecret } from '../secret.ts';
import { attemptDelivery, TIMEOUT_MS } from './attempt.ts';
import type { DueDelivery } from './sql.ts';

const KEY = '0'.repeat(64);
const delivery: DueDelivery = {
  id: 'delivery',
  webhook_id: 'webhook',
  partner_id: 'partner',
  message_id: 'message',
  type: 'call.ended',
  body: '{}',
  urgent: false,
  line: null,
  attempts: 0,
  queued_at: new Date(0),
  tried_since: null,
  name: 'CRM',
  url: 'https://receiver.example/',
  sealed_secret: sealSecret(KEY, 'webhook', 'whsec_c2VjcmV0'),
  sealed_old_secret: null,
  failing_since: null,
  failures: 0,
  probe_at: null,
};

const open: { close: () => unknown }[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

async function listen(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return listeningPort(server);
}

/** Sends to a server with this time limit. */
async function attempt(url: string, timeoutMs: number) {
  const sender = openGuardedSender({ privateAddresses: 'allow', connectMs: 60_000, connections: 1 });
  open.unshift(sender);
  return attemptDelivery(sender, { ...delivery, url }, { secretKey: KEY, now: 0, timeoutMs });
}

const tooSlow = { attempt: { kind: 'refused', retryAfterMs: null }, status: null, response: null, failure: 'too_slow' };

test('limits the time of the whole request, whichever part is slow', async () => {
  const silent: RequestListener = () => undefined;
  const withoutEnd: RequestListener = (_request, response) => {
    const timer = setInterval(() => response.write('x'), 10);
    response.writeHead(200).on('close', () => clearInterval(timer));
  };
  for (const listener of [silent, withoutEnd]) {
    const server = createServer(listener);
    const port = await listen(server);
    expect(await attempt(`http://127.0.0.1:${port}/`, 200)).toEqual(tooSlow);
    server.closeAllConnections();
  }
  // accepts connections but sends nothing, so that TLS never starts
  const mute = await listen(createPlainServer(() => undefined));
  expect(await attempt(`https://127.0.0.1:${mute}/`, 200)).toEqual(tooSlow);
  // without a limit from the test, the documented one applies
  const asked: number[] = [];
  const sender = {
    post: ({ milliseconds }: { milliseconds: number }) => {
      asked.push(milliseconds);
      return Promise.resolve({ kind: 'failed', because: 'too_slow' } as const);
    },
    close: () => Promise.resolve(),
  };
  expect(await attemptDelivery(sender, delivery, { secretKey: KEY, now: 0 })).toEqual(tooSlow);
  expect([asked, TIMEOUT_MS]).toEqual([[15_000], 15_000]);
});

test('doesn’t send a message that it can’t sign, and tries again later', async () => {
  const sent: string[] = [];
  const sender = {
    post: ({ url }: { url: string }) => {
      sent.push(url);
      return Promise.resolve({ kind: 'failed', because: 'unreachable' } as const);
    },
    close: () => Promise.resolve(),
  };
  const failureWith = async (key: string) =>
    (await attemptDelivery(sender, delivery, { secretKey: key, now: 0 })).failure;
  expect(await failureWith(KEY)).toBe('unreachable');
  expect(await failureWith('1'.repeat(64))).toBe('unreadable_secret');
  expect(sent).toEqual(['https://receiver.example/']);
});
