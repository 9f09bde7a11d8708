import { pino } from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { newKey } from '../../src/api-keys/token.ts';
import { buildApp } from '../../src/app.ts';
import { openDb, openPool } from '../../src/platform/db/db.ts';
import { type ApiResponse, createTestApp, type TestApp } from '../app.ts';

/** Every 429 and 503 has a Retry-After of at least a second, because with 0 a program would retry at once. */
let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const wait = ({ headers }: Pick<ApiResponse, 'headers'>): number => Number(headers['retry-after']);

/** Repeats a request until it is refused by the limit. */
async function untilRefused(send: () => Promise<ApiResponse>, most = 200): Promise<ApiResponse> {
  for (let sent = 0; sent < most; sent++) {
    const answer = await send();
    if (answer.status === 429) return answer;
  }
  throw new Error(`Not one of ${most} was too many.`);
}

test.each([
  ['wrong keys', () => app.program(newKey('live'))('GET', '/tenants')],
  ['texts that are no keys', () => app.program('x')('GET', '/tenants')],
  ['attempts to sign in', () => app.nobody('POST', '/session', { email: 'a@b.example', password: 'wrong' })],
])('too many %s', async (_, send) => {
  const refused = await untilRefused(send);
  expect(refused.body).toMatchObject({ code: 'rate_limited', retryAfter: wait(refused) });
  expect(wait(refused)).toBeGreaterThanOrEqual(1);
});

test('a database that does not respond', async () => {
  const url = 'postgres://app:none@127.0.0.1:1/none';
  const pool = openPool(url, 'nowhere', 1);
  const server = await buildApp({
    config: app.config,
    db: openDb(pool),
    databaseUrl: url,
    logger: pino({ level: 'silent' }),
    voice: () => 'off',
    checkResponses: true,
  });
  onTestFinished(async () => {
    await server.close();
    await pool.end();
  });
  const asKey = { authorization: `Bearer ${newKey('live')}` };
  const answers = [
    await server.inject({ url: '/api/v1/tenants', headers: asKey }),
    await server.inject({ url: '/api/v1/tenants', headers: { cookie: 'session=some' } }),
    await server.inject({ url: '/readyz' }),
  ];
  for (const answer of answers) {
    expect(answer.statusCode).toBe(503);
    expect(wait(answer)).toBeGreaterThanOrEqual(1);
  }
  expect(answers[0]?.json()).toMatchObject({ code: 'unavailable', retryAfter: 5 });
});
