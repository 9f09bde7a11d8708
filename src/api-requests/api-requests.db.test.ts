import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiResponse, type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { until } from '../../test/until.ts';
import { asNobody, openDb, openPool } from '../platform/db/db.ts';
import { newId } from '../platform/values/ids.ts';
import { emptyNextDay } from './sql.ts';

let app: TestApp;
let admin: ApiUser;
let stranger: ApiUser;
let partnerId: string;
let bakery: string;
let florist: string;
let key: { id: string; key: string };

const SCOPES = ['tenants.read', 'tenant.read', 'extensions.write', 'api-requests.read'];

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  stranger = await app.user('partner_admin', { partnerId: await app.partner('Contoso') });
  const tenant = async (by: ApiUser, sipPrefix: string): Promise<string> =>
    (await by.call('POST', '/tenants', { name: sipPrefix, sipPrefix, status: 'ACTIVE' })).body.id;
  [bakery, florist] = [await tenant(admin, 'bakery'), await tenant(stranger, 'florist')];
  key = (await admin.call('POST', '/api-keys', { name: 'CRM', scopes: SCOPES })).body;
});
afterAll(() => app.close());

const byKey = (method: string, path: string, body?: unknown): Promise<ApiResponse> =>
  app.program(key.key)(method, path, body);
const requestId = ({ headers }: ApiResponse): string => String(headers['request-id']);
/** The record of a request, which is written a moment after the response. */
const recorded = (id: string) =>
  until('the record', async () => (await admin.call('GET', `/api-requests?id=${id}`)).body.items[0]);

test('records a key’s request and its result, but nothing of its body', async () => {
  const listed = await byKey('GET', '/tenants?search=canary-query');
  const added = await byKey('POST', `/tenants/${bakery}/extensions`, { number: '101', name: 'canary-body' });
  const invalid = await byKey('POST', `/tenants/${bakery}/extensions`, { number: 'canary-body' });
  const unknown = await byKey('GET', '/canary-path');
  expect(await recorded(requestId(listed))).toEqual({
    id: requestId(listed),
    at: expect.any(String),
    method: 'GET',
    route: '/tenants',
    status: 200,
    durationMs: expect.any(Number),
    keyId: key.id,
    keyName: 'CRM',
    tenantId: null,
    represents: 1,
  });
  const route = '/tenants/{tenantId}/extensions';
  expect(await recorded(requestId(added))).toMatchObject({ method: 'POST', route, status: 201, tenantId: bakery });
  expect(await recorded(requestId(invalid))).toMatchObject({ route, status: 422 });
  expect(await recorded(requestId(unknown))).toMatchObject({ route: null, status: 404 });
  const rows = JSON.stringify(await app.query('select * from api_requests'));
  expect(rows).not.toContain('canary');
  expect(rows).not.toContain(key.key);
});

test('never names another partner’s tenants or shows its requests', async () => {
  const foreign = await byKey('GET', `/tenants/${florist}`);
  expect(await recorded(requestId(foreign))).toMatchObject({ status: 404, tenantId: null });
  expect((await stranger.call('GET', '/api-requests')).body.total).toBe(0);
});

test('leaves out browser sessions, and is open to admins and to keys with the scope', async () => {
  const before = (await admin.call('GET', '/api-requests')).body.total;
  const own = await byKey('GET', '/api-requests');
  expect(own.body.items.length).toBeGreaterThan(0);
  await recorded(requestId(own));
  expect((await admin.call('GET', '/api-requests')).body.total).toBe(before + 1);
  const viewer = await app.user('partner_user', { partnerId });
  expect((await viewer.call('GET', '/api-requests')).status).toBe(403);
});

test('can be filtered by key and by result', async () => {
  const other = (await admin.call('POST', '/api-keys', { name: 'Shop', scopes: SCOPES })).body;
  const refused = await app.program(other.key)('GET', '/users');
  await recorded(requestId(refused));
  const items = async (query: string) => (await admin.call('GET', `/api-requests?${query}`)).body.items;
  expect(await items(`keyId=${other.id}`)).toMatchObject([{ route: '/users', status: 403 }]);
  expect(await items(`keyId=${other.id}&result=ok`)).toEqual([]);
  expect(await items(`keyId=${other.id}&result=refused`)).toHaveLength(1);
  await admin.call('DELETE', `/api-keys/${other.id}`);
  expect(await items(`keyId=${other.id}`)).toMatchObject([{ keyName: null }]);
});

test('deletes whole days: today’s requests stay, and those of eight days ago are dropped when the next partition is created', async () => {
  const insert = (daysAgo: number) =>
    app.query(
      `insert into api_requests (slot, id, partner_id, key_id, at, method, status, duration_ms, represents)
       select api_request_slot((t.at at time zone 'utc')::date), $1, $2, $3, t.at, 'GET', 200, 1, 1
       from (select now() - make_interval(days => $4) as at) t`,
      [newId(), partnerId, key.id, daysAgo],
    );
  for (const daysAgo of [6, 8]) await insert(daysAgo);
  const shown = (await admin.call('GET', '/api-requests?limit=200')).body.total;
  const [{ all } = { all: 0 }] = await app.query<{ all: number }>('select count(*)::int as all from api_requests');
  expect(all).toBe(shown + 1);
  const pool = openPool(app.database.urls.worker, 'worker');
  const db = openDb(pool);
  for (let run = 0; run < 2; run++) await asNobody(db, emptyNextDay);
  await pool.end();
  const [{ left } = { left: 0 }] = await app.query<{ left: number }>('select count(*)::int as left from api_requests');
  expect(left).toBe(shown);
});
