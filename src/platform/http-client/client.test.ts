import { createServer, type RequestListener, type Server } from 'node:http';
import { Agent, request } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { listeningPort } from '../process/listening-port.ts';
import { isPublicAddress } from '../values/web-address.ts';
import { Breaker } from './breaker.ts';
import { openWebClient, type WebClient, type WebClientSettings } from './client.ts';
import { guardedConnector } from './connector.ts';
import { signatureHeaders, webhookSecret } from './signature.ts';

const open: { servers: Server[]; clients: WebClient[] } = { servers: [], clients: [] };
afterEach(async () => {
  await Promise.all(open.clients.splice(0).map((client) => client.close()));
  for (const server of open.servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Starts a server on loopback. Returns its port and the requested paths. */
async function serve(listener: RequestListener): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host ?? ''}${request.url ?? ''}`);
    listener(request, response);
  });
  open.servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { port: listeningPort(server), asked };
}

function client(settings: WebClientSettings): WebClient {
  const opened = openWebClient(settings);
  open.clients.push(opened);
  return opened;
}

const post = (to: WebClient, url: string, { tenantId = 'a', milliseconds = 2000 } = {}) =>
  to.post({ tenantId, url, headers: {}, body: '{}', milliseconds });
const ok: RequestListener = (_, response) => void response.end('fine');

describe('an address of a private network', () => {
  test.each(['http://127.0.0.1', 'http://[::1]', 'http://2130706433', 'http://[::ffff:7f00:1]', 'http://localhost'])(
    'is not connected to: %s',
    async (url) => {
      const { port, asked } = await serve(ok);
      expect(await post(client({ privateAddresses: 'refuse' }), `${url}:${port}/`)).toMatchObject({
        because: 'closed',
      });
      expect(asked).toEqual([]);
    },
  );

  test.each([[['127.0.0.1']], [['8.8.8.8', '127.0.0.1']], [['::1']], [['::ffff:127.0.0.1']], [['64:ff9b::7f00:1']]])(
    'is refused when a name leads there: %j',
    async (addresses) => {
      const { port, asked } = await serve(ok);
      const guarded = client({ privateAddresses: 'refuse', resolve: () => Promise.resolve(addresses) });
      for (let time = 0; time < 20; time++)
        expect(await post(guarded, `http://crm.example:${port}/`)).toEqual({ kind: 'failed', because: 'closed' });
      expect(asked).toEqual([]);
    },
  );

  test('is refused at the connection itself', async () => {
    const { port, asked } = await serve(ok);
    const agent = new Agent({ connect: guardedConnector(() => Promise.resolve([]), isPublicAddress, 2000) });
    await expect(request(`http://127.0.0.1:${port}/`, { dispatcher: agent })).rejects.toThrow('private network');
    expect(asked).toEqual([]);
    await agent.destroy();
  });

  test('is resolved once, the checked address is used, and the server gets the name', async () => {
    const { port, asked } = await serve(ok);
    let asks = 0;
    const trusting = client({ privateAddresses: 'allow', resolve: () => Promise.resolve([(asks++, '127.0.0.1')]) });
    expect(await post(trusting, `http://crm.example:${port}/x`)).toEqual({
      kind: 'response',
      status: 200,
      body: 'fine',
    });
    expect(asked).toEqual([`crm.example:${port}/x`]);
    expect(asks).toBe(1);
  });
});

describe('a misbehaving server', () => {
  const trusting = () => client({ privateAddresses: 'allow' });
  test('redirects: the redirect is not followed', async () => {
    const { port, asked } = await serve((_, response) => void response.writeHead(307, { location: '/again' }).end());
    expect(await post(trusting(), `http://127.0.0.1:${port}/`)).toMatchObject({ status: 307 });
    expect(asked).toHaveLength(1);
  });
  test('sends too much', async () => {
    const { port } = await serve((_, response) => void response.end('x'.repeat(17 * 1024)));
    expect(await post(trusting(), `http://127.0.0.1:${port}/`)).toEqual({ kind: 'failed', because: 'too_long' });
  });
  test('sends nothing, or stops in the middle', async () => {
    const silent = await serve(() => undefined);
    expect(await post(trusting(), `http://127.0.0.1:${silent.port}/`, { milliseconds: 50 })).toMatchObject({
      because: 'too_slow',
    });
    const stuck = await serve((_, response) => void response.write('{'));
    expect(await post(trusting(), `http://127.0.0.1:${stuck.port}/`, { milliseconds: 50 })).toMatchObject({
      because: 'too_slow',
    });
  });
  test('doesn’t exist', async () => {
    const { port } = await serve(ok);
    open.servers.pop()?.close();
    expect(await post(trusting(), `http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'failed' });
  });
});

test('a tenant can have 20 simultaneous requests, without affecting another tenant', async () => {
  let release = (): void => undefined;
  const released = new Promise<void>((done) => (release = done));
  const { port } = await serve((_, response) => void released.then(() => response.end()));
  const shared = client({ privateAddresses: 'allow' });
  const url = `http://127.0.0.1:${port}/`;
  const waiting = Array.from({ length: 20 }, () => post(shared, url));
  expect(await post(shared, url)).toEqual({ kind: 'failed', because: 'busy' });
  const other = post(shared, url, { tenantId: 'b' });
  release();
  expect((await Promise.all([...waiting, other])).map(({ kind }) => kind)).toEqual(Array(21).fill('response'));
  expect((await post(shared, url)).kind).toBe('response');
});

test('a failing host is skipped for its tenant, and tried again after a while', async () => {
  let now = 0;
  let status = 500;
  const { port, asked } = await serve((_, response) => void response.writeHead(status).end());
  const rested = client({ privateAddresses: 'allow', now: () => now });
  const url = `http://127.0.0.1:${port}/`;
  for (let time = 0; time < 5; time++) expect(await post(rested, url)).toMatchObject({ status: 500 });
  expect(await post(rested, url)).toEqual({ kind: 'failed', because: 'resting' });
  expect(await post(rested, url, { tenantId: 'b' })).toMatchObject({ status: 500 });
  now = 30_001;
  expect(await post(rested, url)).toMatchObject({ status: 500 });
  expect(await post(rested, url)).toEqual({ kind: 'failed', because: 'resting' });
  now = 70_000;
  status = 200;
  expect(await post(rested, url)).toMatchObject({ status: 200 });
  expect(await post(rested, url)).toMatchObject({ status: 200 });
  expect(asked).toHaveLength(9);
});

test('after a pause, a single request goes first', () => {
  const breaker = new Breaker();
  for (let time = 0; time < 5; time++) breaker.failed('host', 0);
  expect([breaker.mayTry('host', 40_000), breaker.mayTry('host', 40_000)]).toEqual([true, false]);
});

test('a request is signed as in Standard Webhooks, with a secret for each tenant', () => {
  // the example in the standard
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const body = '{"test": 2432232314}';
  expect(signatureHeaders([secret], 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, body)['webhook-signature']).toBe(
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  );
  const key = 'k'.repeat(32);
  expect(webhookSecret(key, 'a')).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(webhookSecret(key, 'a')).not.toBe(webhookSecret(key, 'b'));
});
