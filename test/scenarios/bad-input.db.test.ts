import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mayDo } from '../../src/people/rules.ts';
import { callersOf, type Endpoint } from '../../src/platform/http/endpoint.ts';
import { newId } from '../../src/platform/values/ids.ts';
import { type ApiResponse, createTestApp, type ApiUser, type TestApp } from '../app.ts';
import { insertCard, insertCardPayment, insertRefundByHand } from '../cards.ts';
import { insertFraudTrip } from '../fraud.ts';
import {
  insertAdjustment,
  insertCreditNote,
  insertInvoice,
  insertPayment,
  insertWholesaleInvoice,
} from '../invoices.ts';
import { CLOSED_WEEK } from '../schedules.ts';

/** Bad input gets a clear error on every route. Routes come from the API's endpoints, so new routes are tested, too. */
let app: TestApp;
let people: ApiUser[];
let admin: ApiUser;
let other: ApiUser;
let ids: Record<string, string>;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Mine');
  admin = await app.user('partner_admin', { partnerId });
  other = await app.user('partner_admin', { partnerId: await app.partner('Theirs') });
  people = [admin, await app.user('operator')];
  const made = async (path: string, body: object, by = admin): Promise<string> => {
    const answer = await by.call('POST', path, body);
    expect(answer.status, `${path}: ${answer.text}`).toBeLessThan(300);
    return answer.body.id ?? answer.body.added[0].id;
  };
  const tenantId = await made('/tenants', { name: 'Own', sipPrefix: 'own', status: 'ACTIVE' });
  const user = { email: 'user@own.example', name: 'User', role: 'tenant_user', password: 'a long password' };
  const trunk = { name: 'Carrier', host: '127.0.0.1', match: '127.0.0.1' };
  ids = {
    tenantId,
    extId: await made(`/tenants/${tenantId}/extensions`, { number: '101', name: 'Desk' }),
    groupId: await made(`/tenants/${tenantId}/groups`, {
      number: '600',
      name: 'Sales',
      members: [{ kind: 'external', number: '+12025550177' }],
    }),
    scheduleId: await made(`/tenants/${tenantId}/schedules`, { name: 'Office', week: CLOSED_WEEK }),
    numberListId: await made(`/tenants/${tenantId}/number-lists`, { name: 'Customers' }),
    flowId: await made(`/tenants/${tenantId}/flows`, { name: 'Main number' }),
    userId: await made(`/tenants/${tenantId}/users`, user),
    contactId: await made(`/tenants/${tenantId}/contacts`, { name: 'Ann', numbers: [{ number: '+12025550198' }] }),
    profileId: await made('/billing-profiles', { name: 'Standard', currency: 'USD' }),
    keyId: await made('/api-keys', { name: 'CRM', scopes: ['tenants.read'] }),
    webhookId: await made('/webhooks', { name: 'CRM', url: 'https://crm.example/hook', types: ['call.ended'] }),
    tableId: await made('/rate-tables', { name: 'Standard', currency: 'USD' }),
    trunkId: await made('/operator/trunks', trunk, people[1]!),
    didId: await made('/dids', { numbers: ['+12025550100'] }),
  };
  ids.partnerId = partnerId;
  ids.rateImportId = await made(`/rate-tables/${ids.tableId}/imports`, {
    csv: 'Prefix,Per minute,Increments\n44,1,1/1',
  });
  const wholesale = { name: 'Wholesale', currency: 'USD', direction: 'outbound' };
  ids.wholesaleTableId = await made(`/operator/partners/${partnerId}/wholesale-tables`, wholesale, people[1]!);
  ids.wholesaleImportId = await made(
    `/operator/partners/${partnerId}/wholesale-tables/${ids.wholesaleTableId}/imports`,
    { csv: 'Prefix,Per minute,Increments\n44,1,1/1' },
    people[1]!,
  );
  ids.entryId = await made(`/tenants/${tenantId}/number-lists/${ids.numberListId}/entries`, {
    number: '+12025550197',
  });
  await admin.call('POST', `/dids/${ids.didId}/assign`, { tenantId });
  ids.deliveryId = await made(`/webhooks/${ids.webhookId}/test`, {});
  await admin.call('PUT', '/tenant-key-settings', { allowed: true });
  const ownKey = { name: 'Shop', scopes: ['extensions.read'] };
  ids.tenantKeyId = await made(`/tenants/${tenantId}/api-keys`, ownKey, await app.user('tenant_admin', { tenantId }));
  ids.mailboxId = await made(`/tenants/${tenantId}/mailboxes`, { number: '800', name: 'Sales' });
  ids.flowTemplateId = await made(`/tenants/${tenantId}/flows/${ids.flowId}/templates`, { name: 'Dentist' });
  ids.versionId = newId();
  await app.query(
    `insert into flow_versions (id, flow_id, tenant_id, number, content, uses, goes_to, published_at, publisher, editors)
     select $1, id, tenant_id, 1, draft, '{}', '{}', now(), 'Ann', '{}' from flows where id = $2`,
    [ids.versionId, ids.flowId],
  );
  ids.voicemailId = newId();
  await app.query(
    `insert into voicemails (id, tenant_id, mailbox_id, from_number, received_at, seconds) values ($1, $2, $3, '101', now(), 5)`,
    [ids.voicemailId, tenantId, ids.mailboxId],
  );
  ids.recordingId = newId();
  await app.query(
    `insert into recordings (id, tenant_id, call_id, direction, from_number, to_number, extension_ids, cause, started_at, state, milliseconds, node,
       channel_id, of_caller) values ($1, $2, $1, 'internal', '101', '102', '{}', 'on_demand', now(), 'ready', 5000, 'n', 'c', true)`,
    [ids.recordingId, tenantId],
  );
  ids.invoiceId = await insertInvoice(app.query, { partnerId, tenantId });
  ids.creditNoteId = await insertCreditNote(app.query, ids.invoiceId);
  ids.paymentId = await insertPayment(app.query, ids.invoiceId);
  ids.refundId = await insertRefundByHand(app.query, ids.paymentId);
  Object.assign(ids, await insertWholesaleInvoice(app.query, partnerId));
  ids.adjustmentId = await insertAdjustment(app.query, tenantId);
  ids.cardId = await insertCard(app.query, tenantId);
  ids.cardPaymentId = await insertCardPayment(app.query, tenantId);
  ids.tripId = await insertFraudTrip(app.query, tenantId);
  ids.mediaId = newId();
  await app.query("insert into media (id, tenant_id, name, source) values ($1, $2, 'Welcome', 'upload')", [
    ids.mediaId,
    tenantId,
  ]);
});
afterAll(() => app.close());

type Route = { name: string; method: string; path: string; by: ApiUser; endpoint: Endpoint };

/** Every route that takes this input, with a user who may call it and ids that exist. */
function routes(takes: (endpoint: Endpoint) => boolean): Route[] {
  return app.app.endpoints.flatMap((endpoint) => {
    const { method, path, permission } = endpoint;
    const known = [...path.matchAll(/\{(\w+)\}/g)].every(([, name]) => ids[name!] !== undefined);
    // the partner's team and the tenant have different users
    const team = path.startsWith('/users/{userId}');
    if (!takes(endpoint) || !known || team || !callersOf(endpoint).people) return [];
    const by = people.find(({ role }) => permission === 'anyone' || mayDo(role, permission));
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name]!);
    return by ? [{ name: `${method} ${path}`, method, path: filled, by, endpoint }] : [];
  });
}

/** Parameters of routes without input that could be bad. */
const WITHOUT_INPUT = ['callId', 'serviceCallId', 'sessionId'];

it('has an id for every parameter of a route', () => {
  const named = app.app.endpoints.flatMap(({ path }) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  const missing = new Set(named.filter((name) => name !== undefined && ids[name] === undefined));
  expect([...missing].toSorted(), 'make one in beforeAll, and add its id to `ids`').toEqual(WITHOUT_INPUT);
});

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
  it('responds to malformed JSON with 400', async () => {
    const found = routes(takesBody);
    expect(found.length).toBeGreaterThan(20);
    for (const { name, method, path, by } of found) {
      for (const text of ['{', '{"a":}', 'nonsense', '{"name":"x"} trailing'])
        expectRefused(await by.call(method, path, text), 400, 'malformed', `${name} ${text}`);
    }
  });

  it('names the unknown field', async () => {
    for (const { name, method, path, by } of routes(takesBody)) {
      const answer = await by.call(method, path, { surprise: 1 });
      expectRefused(answer, 422, 'invalid', name);
      expect(answer.body.errors, name).toContainEqual({ path: 'surprise', message: expect.any(String) });
    }
  });

  it('names an unknown parameter', async () => {
    for (const { name, method, path, by } of routes(() => true)) {
      const answer = await by.call(method, `${path}?surprise=1`, method === 'GET' ? undefined : {});
      expectRefused(answer, 422, 'invalid', name);
      expect(answer.body.errors, name).toContainEqual({ path: 'surprise', message: 'There is no such parameter.' });
    }
  });

  it('refuses a body that is not an object', async () => {
    for (const { name, method, path, by } of routes(takesBody)) {
      for (const body of ['[]', '"text"', '7', 'true']) {
        const answer = await by.call(method, path, body);
        expect([400, 422], `${name} ${body}: ${answer.text}`).toContain(answer.status);
        expectProblem(answer, `${name} ${body}`);
      }
    }
  });

  it('names a field of the wrong type or length', async () => {
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

  it('names a query parameter that no list knows', async () => {
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

  it('responds to a malformed id with 404', async () => {
    const broken = ['1', '%00', '..%2f..', `${ids.tenantId}'--`].map((id) => `/tenants/${id}`);
    for (const path of [...broken, '/no-such-thing'])
      expect(await admin.call('GET', path), path).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('refuses a body that is too large or not JSON', async () => {
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
  it('cannot have a name of 10,000 letters', async () => {
    const answer = await admin.call('POST', '/tenants', { name: 'x'.repeat(10_000), sipPrefix: 'long' });
    expectRefused(answer, 422, 'invalid', 'a long name');
    expect(answer.body.errors).toEqual([{ path: 'name', message: 'Use at most 100 characters.' }]);
  });

  it('cannot have a prefix that another partner uses', async () => {
    await other.call('POST', '/tenants', { name: 'Theirs', sipPrefix: 'theirs' });
    const answer = await admin.call('POST', '/tenants', { name: 'Mine', sipPrefix: 'theirs' });
    expectRefused(answer, 409, 'prefix_taken', 'a taken prefix');
    expect(answer.text).not.toContain('Theirs');
  });

  it('is not overwritten by an older version', async () => {
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

  it('is created once by fifty concurrent requests with one Idempotency-Key', async () => {
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

  it('cannot be read after signing out', async () => {
    const late = await app.user('partner_admin', { partnerId: await app.partner('Late') });
    expect((await late.call('GET', '/tenants')).status).toBe(200);
    await app.query("update sessions set expires_at = now() - interval '1 second' where user_id = $1", [late.id]);
    expectRefused(await late.call('GET', '/tenants'), 401, 'unauthenticated', 'an expired session');
    expectRefused(await late.call('POST', '/tenants', '{'), 401, 'unauthenticated', 'before its input is looked at');
  });

  it('cannot be read with a wrong password, and the response doesn’t reveal whether the account exists', async () => {
    const wrong = await app.nobody('POST', '/session', { email: admin.email, password: 'wrong' });
    const unknown = await app.nobody('POST', '/session', { email: 'nobody@nowhere.example', password: 'wrong' });
    expectRefused(wrong, 401, 'wrong_credentials', 'a wrong password');
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
  });
});
