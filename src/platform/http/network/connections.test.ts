import { once } from 'node:events';
import net from 'node:net';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import type { Db } from '../../db/db.ts';
import { listeningPort } from '../../process/listening-port.ts';
import { createServer, type Server } from '../server.ts';
import { limitConnections, TIME_LIMITS } from './connections.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** The product's server with one route of its own, and short times. */
async function served(trustedProxies: string[] = []): Promise<{ app: Server; port: number }> {
  const app = await createServer({
    // no request here gets as far as the database
    db: {} as Db,
    secretKey: '',
    now: () => new Date(),
    logger: pino({ level: 'silent' }),
    publicUrl: undefined,
    trustedProxies,
    authenticate: async () => null,
    limit: async () => {},
    allows: () => false,
    refuseByStatus: () => null,
    times: { requestTimeout: 300, headersTimeout: 200, connectionsCheckingInterval: 50 },
  });
  app.all('/echo', async (request) => ({ ip: request.ip, protocol: request.protocol }));
  await app.listen({ port: 0, host: '127.0.0.1' });
  open.push(() => app.close());
  return { app, port: listeningPort(app.server) };
}

async function connect(port: number): Promise<net.Socket> {
  const socket = net.connect(port, '127.0.0.1');
  open.push(() => socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Unlike once(), doesn't reject if the other side closes while we write. */
const closed = (socket: net.Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

/** Everything received until the other side closes. */
async function responseOf(socket: net.Socket): Promise<string> {
  let text = '';
  socket.setEncoding('utf8').on('data', (more: string) => (text += more));
  await closed(socket);
  return text;
}

test('limits a request to half a minute, and every other wait', () => {
  // 0 would be no limit
  for (const time of Object.values(TIME_LIMITS)) expect(time).toBeGreaterThan(0);
  expect(TIME_LIMITS.requestTimeout + TIME_LIMITS.connectionsCheckingInterval).toBeLessThanOrEqual(35_000);
});

test.each([
  ['body', 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n', '1'],
  ['header', 'GET /echo HTTP/1.1\r\nHost: x\r\n', 'X-A: 1\r\n'],
])('closes a %s that arrives a byte at a time', async (_what, start, more) => {
  const { port } = await served();
  const socket = await connect(port);
  socket.write(start);
  const drip = setInterval(() => socket.write(more), 50);
  open.push(() => clearInterval(drip));
  // the reset of unsent data may discard the response
  expect(await responseOf(socket)).toMatch(/^$|^HTTP\/1\.1 408 /);
});

test('limits the connections of an address, and closing one allows another', async () => {
  const server = net.createServer();
  limitConnections(server as never, () => false, { all: 100, ofOneAddress: 2 });
  server.listen(0, '127.0.0.1');
  open.push(() => server.close());
  await once(server, 'listening');
  const port = listeningPort(server);
  const [first] = [await connect(port), await connect(port)];
  const third = await connect(port);
  await closed(third);
  first.end();
  await once(first.resume(), 'close');
  await connect(port);
  expect(await promisify(server.getConnections.bind(server))()).toBe(2);
});

test('trusts X-Forwarded-For and -Proto only from the configured proxies', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };
  for (const [proxies, expected] of [
    [[], { ip: '127.0.0.1', protocol: 'http' }],
    [['10.0.0.0/8'], { ip: '127.0.0.1', protocol: 'http' }],
    [['127.0.0.1/32'], { ip: '203.0.113.9', protocol: 'https' }],
  ] as const) {
    const { port } = await served([...proxies]);
    const answer = await fetch(`http://127.0.0.1:${port}/echo`, { headers });
    expect(await answer.json()).toEqual(expected);
  }
});
