import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCOPES } from '../../src/api-keys/rules.ts';
import { newKey } from '../../src/api-keys/token.ts';
import { openLog } from '../../src/platform/process/log/log.ts';
import { type ApiUser, createTestApp, type TestApp } from '../app.ts';
import { until } from '../until.ts';

/**
 * Keys are never written anywhere, wherever a program puts them and whatever happens to its request. The test knows the keys and searches everything
 * that was written.
 */
let app: TestApp;
let admin: ApiUser;
let address: string;
let tenantId: string;
let valid: string;
/** A key in the right form that nobody has. */
const wrong = newKey('live');
/** Almost a key, because a mistyped key is a secret, too. */
const mistyped = `${newKey('live').slice(0, -1)}-`;
let log = '';

beforeAll(async () => {
  app = await createTestApp({ logger: openLog({ level: 'trace' }, (line) => (log += line)) });
  admin = await app.user('partner_admin', { partnerId: await app.partner('Northwind') });
  tenantId = (await admin.call('POST', '/tenants', { name: 'Bakery', sipPrefix: 'bakery' })).body.id;
  valid = (await admin.call('POST', '/api-keys', { name: 'CRM', scopes: SCOPES, requestsPerMinute: 10_000 })).body.key;
  address = await app.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

type Sent = { path?: string; method?: string; headers?: Record<string, string>; body?: string };
const answers: string[] = [];

/** Sends a request over the network, and returns the status. The response is searched later. */
async function send({ path = '/tenants', method = 'GET', headers = {}, body }: Sent): Promise<number> {
  const response = await fetch(`${address}/api/v1${path}`, { method, headers, ...(body !== undefined && { body }) });
  answers.push(JSON.stringify([...response.headers]) + (await response.text()));
  return response.status;
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
const json = { 'content-type': 'application/json' };

/** The places where programs put keys. */
const WAYS: Record<string, (key: string) => Sent> = {
  'as they should': (key) => ({ headers: bearer(key) }),
  'as they should, where something is refused': (key) => ({ path: '/tenants?colour=red', headers: bearer(key) }),
  'as they should, in a write': (key) => ({
    path: `/tenants/${tenantId}/extensions`,
    method: 'POST',
    headers: { ...bearer(key), ...json },
    body: JSON.stringify({ number: '10', name: 'Too short' }),
  }),
  'without a scheme': (key) => ({ headers: { authorization: key } }),
  'in X-Api-Key': (key) => ({ headers: { 'x-api-key': key } }),
  'in Api-Key': (key) => ({ headers: { 'api-key': key } }),
  'as a user name': (key) => ({ headers: basic(`${key}:`) }),
  'as a password': (key) => ({ headers: basic(`api:${key}`) }),
  'in a cookie': (key) => ({ headers: { cookie: `session=${key}` } }),
  'in the address': (key) => ({ path: `/tenants?api_key=${key}` }),
  'in the address, under another name': (key) => ({ path: `/tenants?q=${key}` }),
  'in the address, beside a good one': (key) => ({ path: `/tenants?access_token=${key}`, headers: bearer(valid) }),
  'in the path': (key) => ({ path: `/tenants/${key}`, headers: bearer(valid) }),
  'where there is nothing': (key) => ({ path: `/${key}` }),
  'in a body that is no JSON': (key) => ({ method: 'POST', headers: { ...bearer(valid), ...json }, body: `{ ${key}` }),
  'in a body, as a field': (key) => ({
    method: 'POST',
    headers: { ...bearer(valid), ...json },
    body: JSON.stringify({ name: 'Shop', sipPrefix: 'shop', api_key: key }),
  }),
  'to sign in with': (key) => ({
    path: '/session',
    method: 'POST',
    headers: { ...json, origin: address },
    body: JSON.stringify({ email: 'crm@northwind.example', password: key }),
  }),
  'as an Idempotency-Key': (key) => ({
    method: 'POST',
    headers: { ...bearer(key), ...json, 'idempotency-key': key },
    body: JSON.stringify({ name: '' }),
  }),
};

/** Every text in the database, table by table. */
async function stored(): Promise<Map<string, string>> {
  const tables = await app.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const texts = new Map<string, string>();
  for (const { name } of tables) {
    const [row] = await app.query<{ text: string | null }>(`select string_agg(t::text, E'\\n') as text from ${name} t`);
    texts.set(name, row?.text ?? '');
  }
  return texts;
}

const hexOf = (key: string): string => Buffer.from(key).toString('hex');
const base64Of = (key: string): string => Buffer.from(`${key}:`).toString('base64').slice(0, 40);

test('no log, response, table or export contains a key, wherever it was sent', async () => {
  const statuses = new Map<string, number>();
  for (const key of [valid, wrong, mistyped])
    for (const [way, sent] of Object.entries(WAYS)) {
      const status = await send(sent(key));
      if (key === valid) statuses.set(way, status);
    }
  expect(Object.fromEntries(statuses)).toMatchObject({
    'as they should': 200,
    'as they should, where something is refused': 422,
    'in X-Api-Key': 401,
    'in the address': 400,
    'in the address, under another name': 400,
    'in the path': 404,
  });

  // also for server errors: first a table is missing, then the database
  await app.query('alter table tenants rename to gone');
  expect(await send({ headers: bearer(valid) })).toBe(500);
  await app.query('alter table gone rename to tenants');
  await until('the request log', async () => (await app.query('select from api_requests')).length > 4);
  for (const path of ['/tenants/export', '/audit-events/export', '/api-requests', '/api-keys', '/audit-events'])
    answers.push((await admin.call('GET', path)).text);
  const texts = await stored();

  for (const key of [valid, wrong, mistyped])
    for (const form of [key, key.slice(9, -4), hexOf(key), base64Of(key)]) {
      expect(log).not.toContain(form);
      expect(answers.filter((answer) => answer.includes(form))).toEqual([]);
      expect([...texts].filter(([, text]) => text.includes(form)).map(([table]) => table)).toEqual([]);
    }
  expect(log).toContain('unexpected error');
  expect(log.match(/"msg":"request"/g)?.length).toBeGreaterThan(3 * Object.keys(WAYS).length);
});
