import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createTestApp, type ApiResponse, type ApiUser, type TestApp } from '../../test/app.ts';
import { openDb, openPool } from '../platform/db/db.ts';
import { newId } from '../platform/values/ids.ts';
import { openRequestLimit } from './request-limit.ts';
import { SCOPES } from './rules.ts';
import { takeRequests } from './sql.ts';

let app: TestApp;
let admin: ApiUser;
let partnerId: string;
let bakery: string;
let florist: string;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  const tenant = async (sipPrefix: string): Promise<string> =>
    (await admin.call('POST', '/tenants', { name: sipPrefix, sipPrefix, status: 'ACTIVE' })).body.id;
  [bakery, florist] = [await tenant('bakery'), await tenant('florist')];
});
afterAll(() => app.close());

const made = async (more: object = {}): Promise<ApiResponse['body']> => {
  const answer = await admin.call('POST', '/api-keys', { name: 'CRM', scopes: ['tenants.read'], ...more });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
};
const by = (token: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  app.program(token)(method, path, body, headers);

describe('a key', () => {
  test('reads and writes within its scopes, without a session or an Origin', async () => {
    const { key: token } = await made({ scopes: ['tenants.read', 'extensions.write'] });
    expect((await by(token, 'GET', '/tenants')).body.total).toBe(2);
    const added = await by(token, 'POST', `/tenants/${bakery}/extensions`, { number: '101', name: 'Counter' });
    expect(added.status, added.text).toBe(201);
    const refused = await by(token, 'GET', `/tenants/${bakery}/extensions`);
    expect(refused).toMatchObject({ status: 403, body: { detail: 'This API key has no scope “extensions.read”.' } });
  });

  test('says what it may do', async () => {
    const { id, key: token } = await made({ tenantIds: [bakery] });
    expect((await by(token, 'GET', '/api-key')).body).toEqual({
      id,
      name: 'CRM',
      mode: 'live',
      scopes: ['tenants.read'],
      tenantIds: [bakery],
      requestsPerMinute: 100,
      partnerName: 'Northwind',
      tenantName: null,
    });
    expect((await admin.call('GET', '/api-key')).status).toBe(403);
  });

  test('is shown once, stored as a hash, and recorded in the audit trail', async () => {
    const key = await made({ scopes: ['extensions.write'] });
    await by(key.key, 'POST', `/tenants/${bakery}/extensions`, { number: '102', name: 'Kitchen' });
    const { text } = await admin.call('GET', `/api-keys/${key.id}`);
    expect(text).not.toContain(key.key);
    expect(key.key.endsWith(key.hint)).toBe(true);
    const [row] = await app.query('select * from api_keys where id = $1', [key.id]);
    expect(JSON.stringify(row)).not.toContain(key.key);
    const trail = await admin.call('GET', `/audit-events?actorId=${key.id}`);
    expect(trail.body.items).toMatchObject([
      { action: 'extension.created', actor: { id: key.id, email: 'CRM', role: 'api_key' } },
    ]);
    expect((await admin.call('GET', '/audit-events?limit=200')).text).not.toContain(key.key);
  });

  test('for chosen tenants sees only those, and nothing that concerns the whole partner', async () => {
    const { key: token } = await made({ scopes: ['tenants.read', 'tenant.read', 'audit.read'], tenantIds: [bakery] });
    expect((await by(token, 'GET', `/tenants/${bakery}`)).status).toBe(200);
    expect((await by(token, 'GET', `/tenants/${florist}`)).status).toBe(404);
    for (const path of ['/tenants', '/audit-events']) expect((await by(token, 'GET', path)).status, path).toBe(403);
  });

  test.each([
    ['revoked', (id: string) => admin.call('DELETE', `/api-keys/${id}`)],
    ['expired', (id: string) => admin.call('PATCH', `/api-keys/${id}`, { expiresAt: '2020-01-01T00:00:00.000Z' })],
  ])('that was %s is refused at its next request', async (_, act) => {
    const { id, key: token } = await made();
    expect((await by(token, 'GET', '/tenants')).status).toBe(200);
    expect((await act(id)).status).toBeLessThan(300);
    expect((await by(token, 'GET', '/tenants')).body).toMatchObject({ status: 401, code: 'unauthenticated' });
  });

  test('that lost a scope or a tenant is refused at its next request', async () => {
    const { id, key: token } = await made({ scopes: ['tenants.read', 'tenant.read'] });
    await admin.call('PATCH', `/api-keys/${id}`, { scopes: ['tenant.read'], tenantIds: [florist] });
    expect((await by(token, 'GET', `/tenants/${bakery}`)).status).toBe(404);
    expect((await by(token, 'GET', `/tenants/${florist}`)).status).toBe(200);
    await admin.call('PATCH', `/api-keys/${id}`, { scopes: ['extensions.read'] });
    expect((await by(token, 'GET', `/tenants/${florist}`)).status).toBe(403);
  });

  test('takes a scope with a colon as the permission with a dot', async () => {
    const key = await made({ scopes: ['tenants:read', 'extensions.read'] });
    expect(key.scopes).toEqual(['extensions.read', 'tenants.read']);
    expect((await by(key.key, 'GET', '/tenants')).status).toBe(200);
  });

  test('works only from its allowed addresses, IPv4 and IPv6', async () => {
    const { key: token } = await made({ sources: ['203.0.113.0/24', '2001:db8::/48'] });
    expect((await by(token, 'GET', '/tenants')).body).toMatchObject({ status: 403, code: 'forbidden' });
    const { key: here } = await made({ sources: ['127.0.0.1'] });
    expect((await by(here, 'GET', '/tenants')).status).toBe(200);
  });

  test('can be replaced while the old one still works', async () => {
    const old = await made({ scopes: ['tenants.read'], sources: ['127.0.0.0/8'] });
    const { status, body } = await admin.call('POST', `/api-keys/${old.id}/rotate`, {});
    expect(status).toBe(201);
    expect(body).toMatchObject({ scopes: old.scopes, sources: old.sources });
    for (const token of [old.key, body.key]) expect((await by(token, 'GET', '/tenants')).status).toBe(200);
    const ends = Date.parse((await admin.call('GET', `/api-keys/${old.id}`)).body.expiresAt);
    expect(Math.round((ends - Date.now()) / 3_600_000)).toBe(24);
    await admin.call('POST', `/api-keys/${body.id}/rotate`, { overlapHours: 0 });
    expect((await by(body.key, 'GET', '/tenants')).status).toBe(401);
  });

  test('can be replaced by a working one even after it has expired', async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const old = await made({ expiresAt: soon });
    const replace = (body: object) => admin.call('POST', `/api-keys/${old.id}/rotate`, body);
    expect((await replace({})).body.expiresAt).toBe(soon);
    await admin.call('PATCH', `/api-keys/${old.id}`, { expiresAt: '2020-01-01T00:00:00.000Z' });
    for (const body of [{}, { expiresAt: '2021-01-01T00:00:00.000Z' }])
      expect((await replace(body)).body).toMatchObject({ status: 422, errors: [{ path: 'expiresAt' }] });
    for (const expiresAt of [null, soon]) {
      const { body } = await replace({ expiresAt });
      expect(body).toMatchObject({ expiresAt, expired: false });
      expect((await by(body.key, 'GET', '/tenants')).status).toBe(200);
    }
    expect((await by(old.key, 'GET', '/tenants')).status).toBe(401);
  });

  test('shows when and from where it was last used, written once a minute', async () => {
    const { id, key: token } = await made();
    for (let n = 0; n < 5; n++) await by(token, 'GET', '/tenants');
    const { body } = await admin.call('GET', `/api-keys/${id}`);
    expect(body.lastUsedFrom).toBe('127.0.0.1');
    await by(token, 'GET', '/tenants');
    expect((await admin.call('GET', `/api-keys/${id}`)).body.lastUsedAt).toBe(body.lastUsedAt);
  });

  test('is marked for review when its creator is no longer an admin, and still works', async () => {
    const maker = await app.user('partner_admin', { partnerId });
    const { body } = await maker.call('POST', '/api-keys', { name: 'CRM', scopes: ['tenants.read'] });
    expect(body.maker).toEqual({ id: maker.id, email: maker.email, gone: false });
    await admin.call('DELETE', `/users/${maker.id}`);
    expect((await admin.call('GET', `/api-keys/${body.id}`)).body.maker.gone).toBe(true);
    expect((await by(body.key, 'GET', '/tenants')).status).toBe(200);
  });

  test('is limited to a number of requests a minute, and each response says how many are left', async () => {
    const { key: token } = await made({ requestsPerMinute: 3 });
    const answers: ApiResponse[] = [];
    // the limit may take two minutes to show, if the first one has just ended
    while (answers.at(-1)?.status !== 429) answers.push(await by(token, 'GET', '/api-key'));
    const good = answers.filter(({ status }) => status === 200);
    expect([3, 4, 5, 6]).toContain(good.length);
    expect(good[0]!.headers['ratelimit-policy']).toBe('"minute";q=3;w=60');
    expect(good[0]!.headers.ratelimit).toMatch(/^"minute";r=2;t=\d+$/);
    const refused = answers.at(-1)!;
    expect(refused.body.code).toBe('rate_limited');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  });

  test('can’t exceed its requests a minute through several processes that count at the same moment', async () => {
    const { id } = await made();
    const minute = async () => (await app.query<{ m: Date }>("select date_trunc('minute', now()) as m"))[0]?.m;
    const pools = Array.from({ length: 4 }, () => openPool(app.database.urls.app, 'race', 4));
    onTestFinished(() => Promise.all(pools.map((pool) => pool.end())).then(() => {}));
    const admitted = async () => {
      await app.query('delete from api_key_minutes');
      const processes = pools.map((pool) => {
        const db = openDb(pool);
        return openRequestLimit((key, wanted, most) => takeRequests(db, key, wanted, most));
      });
      const answers = await Promise.all(
        Array.from({ length: 800 }, (_, at) => processes[at % processes.length]!(id, 100)),
      );
      return answers.filter((answer) => answer.admitted).length;
    };
    let [begun, count] = [await minute(), await admitted()];
    // counting across the end of a minute would give two counts
    while ((await minute())?.getTime() !== begun?.getTime()) [begun, count] = [await minute(), await admitted()];
    expect(count).toBe(100);
  });
});

describe('bad input', () => {
  test.each([
    [{ scopes: ['cats.read'] }, 'scopes.0'],
    [{ scopes: ['api-keys.write'] }, 'scopes.0'],
    [{ scopes: ['tenant-users.write'] }, 'scopes'],
    [{ scopes: [] }, 'scopes'],
    [{ tenantIds: [newId()] }, 'tenantIds.0'],
    [{ sources: ['0.0.0.0/0'] }, 'sources.0'],
    [{ sources: ['127.0.0.1', 'example.com'] }, 'sources.1'],
    [{ requestsPerMinute: 10_001 }, 'requestsPerMinute'],
    [{ name: '' }, 'name'],
    [{ expiresAt: '2020-01-01T00:00:00.000Z' }, 'expiresAt'],
  ])('%j is refused with the path of the field', async (more, place) => {
    const { status, body } = await admin.call('POST', '/api-keys', { name: 'CRM', scopes: ['tenants.read'], ...more });
    expect({ status, path: body.errors?.[0]?.path }).toEqual({ status: 422, path: place });
  });

  test('another partner’s tenant can’t be chosen', async () => {
    const stranger = await app.user('partner_admin', { partnerId: await app.partner('Contoso') });
    const answer = await stranger.call('POST', '/api-keys', { name: 'CRM', scopes: SCOPES, tenantIds: [bakery] });
    expect(answer.body.errors).toEqual([{ path: 'tenantIds.0', message: 'You have no such tenant.' }]);
  });

  test.each(['', 'x', 'pbx_live_0000000000000000000000000000000000000x', 'sk_live_abcdefghijklmnop'])(
    'the key %j is refused',
    async (token) => expect((await by(token, 'GET', '/tenants')).status).toBe(401),
  );

  test.each(['api_key', 'apikey', 'API_KEY', 'access_token', 'q'])(
    'a key in the URL is refused, as %s',
    async (name) => {
      const { key: token } = await made();
      const refused = await app.nobody('GET', `/tenants?${name}=${token}`);
      expect(refused).toMatchObject({ status: 400, body: { code: 'key_in_address' } });
      expect(refused.body.detail).toContain('Authorization: Bearer');
      // also together with a valid key, and on routes that need no key
      expect((await by(token, 'GET', `/api-key?${name}=${token}`)).status).toBe(400);
      expect((await app.nobody('POST', `/session?${name}=${token}`, {})).status).toBe(400);
    },
  );

  test('a URL parameter named like a key is refused, even if it isn’t one of our keys', async () => {
    expect((await app.nobody('GET', '/tenants?api_key=secret')).body.code).toBe('key_in_address');
    expect((await app.nobody('GET', '/tenants?search=secret')).status).toBe(401);
  });

  test('a key sent as a password is refused', async () => {
    const { key: token } = await made();
    const basic = `Basic ${Buffer.from(`${token}:`).toString('base64')}`;
    expect((await app.nobody('GET', '/tenants', undefined, { authorization: basic })).status).toBe(401);
  });

  test('a partner has at most 100 keys', async () => {
    const other = await app.partner('Contoso');
    const theirs = await app.user('partner_admin', { partnerId: other });
    await app.query(
      `insert into api_keys (id, partner_id, name, token_hash, hint, scopes, all_tenants, requests_per_minute, made_by, made_by_email)
       select gen_random_uuid(), $1, 'CRM', sha256(n::text::bytea), 'abcd', '{tenants.read}', true, 100, $2, 'a@b.example'
       from generate_series(1, 100) n`,
      [other, theirs.id],
    );
    const { status, body } = await theirs.call('POST', '/api-keys', { name: 'One more', scopes: ['tenants.read'] });
    expect({ status, code: body.code, limit: body.limit }).toEqual({
      status: 409,
      code: 'too_many_api_keys',
      limit: 100,
    });
  });
});
