import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { mayDo } from '../../src/people/rules.ts';
import { callersOf, type Endpoint } from '../../src/platform/http/endpoint.ts';
import { type ApiResponse, createTestApp, type ApiUser, type TestApp } from '../app.ts';
import { createOneOfEach, fillPath, type Parameter } from '../one-of-each.ts';

/** Bad input gets a clear error on every route. Routes come from the API's endpoints, so new routes are tested, too. */
let app: TestApp;
let people: ApiUser[];
let admin: ApiUser;
let other: ApiUser;
let ids: Record<Parameter, string>;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Mine');
  admin = await app.user('partner_admin', { partnerId });
  other = await app.user('partner_admin', { partnerId: await app.partner('Theirs') });
  people = [admin, await app.user('operator')];
  ids = await createOneOfEach(app, admin, { partnerId });
});
afterAll(() => app.close());

type Route = { name: string; method: string; path: string; by: ApiUser; endpoint: Endpoint };

/** Every route that takes this input, with a user who may call it and ids that exist. */
function routes(takes: (endpoint: Endpoint) => boolean): Route[] {
  return app.app.endpoints.flatMap((endpoint) => {
    const { method, path, permission } = endpoint;
    // the partner's team and the tenant have different users
    const team = path.startsWith('/users/{userId}');
    if (!takes(endpoint) || team || !callersOf(endpoint).people) return [];
    const by = people.find(({ role }) => permission === 'anyone' || mayDo(role, permission));
    return by ? [{ name: `${method} ${path}`, method, path: fillPath(path, ids), by, endpoint }] : [];
  });
}

/** Fields that are compared with a value, or read line by line. */
const ANY_LENGTH = ['confirmName', 'csv'];

/** A file is no JSON: src/voicemail/greetings.db.test.ts. */
const takesBody = ({ body, bodyTypes = ['application/json'] }: Endpoint): boolean =>
  body !== undefined && bodyTypes.includes('application/json');
/** The fields of a body, without ignored ones, which accept anything. */
const fieldsOf = ({ body }: Endpoint): string[] =>
  body instanceof z.ZodObject ? Object.keys(body.shape).filter((name) => !isIgnored(body.shape[name])) : [];
const isIgnored = (field: unknown): boolean => field instanceof z.ZodOptional && field.unwrap() instanceof z.ZodUnknown;

/** The beginnings of zod's own messages. */
const ZOD_ENGLISH = /^(Invalid|Too (big|small)|Unrecognized)|expected .*received/;

/** Expects a refusal in the API's form, without internal details. */
function expectProblem(answer: ApiResponse, what: string) {
  expect(answer.headers['content-type'], what).toContain('application/problem+json');
  expect(answer.body, what).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status: answer.status,
    detail: expect.any(String),
    code: expect.any(String),
  });
  for (const { message } of answer.body.errors ?? []) expect(message, what).not.toMatch(ZOD_ENGLISH);
  expect(answer.text, what).not.toMatch(/select |insert |node_modules|\.ts:|\bat \w+ \(|kysely|postgres/i);
}

function expectRefused(answer: ApiResponse, status: number, code: string, what: string) {
  expect({ status: answer.status, code: answer.body?.code }, `${what}: ${answer.text}`).toEqual({ status, code });
  expectProblem(answer, what);
}

describe('every route', () => {
  test('responds to malformed JSON with 400', async () => {
    const found = routes(takesBody);
    expect(found.length).toBeGreaterThan(20);
    for (const { name, method, path, by } of found) {
      for (const text of ['{', '{"a":}', 'nonsense', '{"name":"x"} trailing'])
        expectRefused(await by.call(method, path, text), 400, 'malformed', `${name} ${text}`);
    }
  });

  test('names the unknown field', async () => {
    for (const { name, method, path, by } of routes(takesBody)) {
      const answer = await by.call(method, path, { surprise: 1 });
      expectRefused(answer, 422, 'invalid', name);
      expect(answer.body.errors, name).toContainEqual({ path: 'surprise', message: expect.any(String) });
    }
  });

  test('names an unknown parameter', async () => {
    for (const { name, method, path, by } of routes(() => true)) {
      const answer = await by.call(method, `${path}?surprise=1`, method === 'GET' ? undefined : {});
      expectRefused(answer, 422, 'invalid', name);
      expect(answer.body.errors, name).toContainEqual({ path: 'surprise', message: 'There is no such parameter.' });
    }
  });

  test('refuses a body that is not an object', async () => {
    for (const { name, method, path, by } of routes(takesBody)) {
      for (const body of ['[]', '"text"', '7', 'true']) {
        const answer = await by.call(method, path, body);
        expect([400, 422], `${name} ${body}: ${answer.text}`).toContain(answer.status);
        expectProblem(answer, `${name} ${body}`);
      }
    }
  });

  test('names a field of the wrong type or length', async () => {
    for (const { name, method, path, by, endpoint } of routes(takesBody)) {
      for (const field of fieldsOf(endpoint)) {
        const values = [{ deep: { deeper: [] } }, -1e300, ...(ANY_LENGTH.includes(field) ? [] : ['x'.repeat(10_000)])];
        for (const value of values) {
          const answer = await by.call(method, path, { [field]: value });
          const what = `${name} ${field}: ${answer.text.slice(0, 300)}`;
          expect(answer.status, what).toBe(422);
          expectProblem(answer, what);
          const named = answer.body.errors.map((error: { path: string }) => error.path.split('.')[0]);
          expect(named, what).toContain(field);
        }
      }
    }
  });

  test('names a query parameter that no list knows', async () => {
    const lists = routes(({ query }) => query?.shape.cursor !== undefined);
    expect(lists.length).toBeGreaterThan(8);
    for (const { name, path, by, endpoint } of lists) {
      const asked = Object.keys(endpoint.query?.shape ?? {});
      const bad = { limit: ['0', '201', 'x', '1.5'], cursor: ['x', 'e30', '%00'], sort: ['nope', '-', 'name;drop'] };
      for (const [parameter, values] of Object.entries(bad)) {
        if (!asked.includes(parameter)) continue;
        for (const value of values) {
          const what = `${name} ${parameter}=${value}`;
          const answer = await by.call('GET', `${path}?${parameter}=${value}`);
          expectRefused(answer, 422, 'invalid', what);
          expect(answer.body.errors[0].path, what).toBe(parameter);
        }
      }
    }
  });

  test('responds to a malformed id with 404', async () => {
    const broken = ['1', '%00', '..%2f..', `${ids.tenantId}'--`].map((id) => `/tenants/${id}`);
    for (const path of [...broken, '/no-such-thing'])
      expect(await admin.call('GET', path), path).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  test('refuses a body that is too large or not JSON', async () => {
    const much = await admin.call('POST', '/tenants', { name: 'x'.repeat(2_000_000) });
    expect(much.status).toBe(413);
    expectProblem(much, 'too much');
    const form = await admin.call('POST', '/tenants', 'name=x', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(form.status).toBe(415);
    expectProblem(form, 'a form');
  });
});

describe('a tenant', () => {
  test('cannot have a name of 10,000 letters', async () => {
    const answer = await admin.call('POST', '/tenants', { name: 'x'.repeat(10_000), sipPrefix: 'long' });
    expectRefused(answer, 422, 'invalid', 'a long name');
    expect(answer.body.errors).toEqual([{ path: 'name', message: 'Use at most 100 characters.' }]);
  });

  test('cannot have a prefix that another partner uses', async () => {
    await other.call('POST', '/tenants', { name: 'Theirs', sipPrefix: 'theirs' });
    const answer = await admin.call('POST', '/tenants', { name: 'Mine', sipPrefix: 'theirs' });
    expectRefused(answer, 409, 'prefix_taken', 'a taken prefix');
    expect(answer.text).not.toContain('Theirs');
  });

  test('is not overwritten by an older version', async () => {
    const path = `/tenants/${ids.tenantId}`;
    const { body: seen } = await admin.call('GET', path);
    const ifMatch = { 'if-match': `"${seen.version}"` };
    expect((await admin.call('PATCH', path, { name: 'First' }, ifMatch)).status).toBe(200);
    const late = await admin.call('PATCH', path, { name: 'Second' }, ifMatch);
    expectRefused(late, 412, 'stale_version', 'the later one');
    expect((await admin.call('GET', path)).body.name).toBe('First');
    for (const tag of ['W/"1"', 'nonsense', '"99999999999999999999"'])
      expectRefused(await admin.call('PATCH', path, { name: 'x' }, { 'if-match': tag }), 412, 'stale_version', tag);
  });

  test('is created once by fifty concurrent requests with one Idempotency-Key', async () => {
    const ask = (name = 'Once') =>
      admin.call('POST', '/tenants', { name, sipPrefix: 'once' }, { 'idempotency-key': 'one key' });
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask()));
    const made = answers.filter(({ status }) => status === 201);
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made.map(({ text }) => text)).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expectRefused(answer, 409, 'idempotency_running', 'meanwhile');
    expect((await ask()).text).toBe(made[0]!.text);
    expectRefused(await ask('Another'), 422, 'idempotency_mismatch', 'another body');
    expect((await admin.call('GET', '/tenants?search=Once')).body.total).toBe(1);
  });

  test('cannot be read after signing out', async () => {
    const late = await app.user('partner_admin', { partnerId: await app.partner('Late') });
    expect((await late.call('GET', '/tenants')).status).toBe(200);
    await app.query("update sessions set expires_at = now() - interval '1 second' where user_id = $1", [late.id]);
    expectRefused(await late.call('GET', '/tenants'), 401, 'unauthenticated', 'an expired session');
    expectRefused(await late.call('POST', '/tenants', '{'), 401, 'unauthenticated', 'before its input is looked at');
  });

  test('cannot be read with a wrong password, and the response doesn’t reveal whether the account exists', async () => {
    const wrong = await app.nobody('POST', '/session', { email: admin.email, password: 'wrong' });
    const unknown = await app.nobody('POST', '/session', { email: 'nobody@nowhere.example', password: 'wrong' });
    expectRefused(wrong, 401, 'wrong_credentials', 'a wrong password');
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
  });
});
