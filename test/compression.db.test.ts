import { gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../src/platform/http/endpoint.ts';
import { createServer, type Server } from '../src/platform/http/server.ts';
import { createTestApp, type TestApp } from './app.ts';

let app: TestApp;
let server: Server;
const long = 'x'.repeat(5000);

beforeAll(async () => {
  app = await createTestApp();
  server = await createServer({
    db: app.db,
    secretKey: app.config.secretKey,
    now: () => new Date(),
    logger: pino({ level: 'silent' }),
    authenticate: async () => null,
    limit: async () => {},
    publicUrl: undefined,
    trustedProxies: [],
    allows: () => true,
    refuseByStatus: () => null,
  });
  for (const [path, secret] of Object.entries({ '/open': false, '/secret': true })) {
    const declared = endpoint({
      id: path.slice(1),
      method: 'GET',
      path: `/${path.slice(1)}`,
      scope: 'nobody',
      permission: 'anyone',
      summary: path,
      description: path,
      response: z.object({ long: z.string() }),
      secret,
    });
    server.on(declared, () => ({ long }));
  }
});
afterAll(async () => {
  await server.close();
  await app.close();
});

const get = (path: string, headers = {}) => server.inject({ method: 'GET', url: `/api/v1${path}`, headers });
const takes = { 'accept-encoding': 'gzip, deflate, br' };

test('a response is compressed for clients that accept it', async () => {
  const { headers, rawPayload } = await get('/open', takes);
  expect([headers['content-encoding'], headers['vary']]).toEqual(['gzip', 'accept-encoding']);
  expect(rawPayload.length).toBeLessThan(500);
  expect(JSON.parse(gunzipSync(rawPayload).toString())).toEqual({ long });
  expect((await get('/open')).json()).toEqual({ long });
});

test('a response with a secret is never compressed: its length would leak it', async () => {
  const { headers, rawPayload } = await get('/secret', takes);
  expect(headers['content-encoding']).toBeUndefined();
  expect(rawPayload.length).toBeGreaterThan(5000);
});
