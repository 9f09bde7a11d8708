import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { type EventReader, readEvents } from '../../test/event-reader.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { until } from '../../test/until.ts';

/** What is promised: much less than the time after which all streams are checked anyway. */
const SOON_MS = 2000;

let app: TestApp;
let url: string;
let admin: ApiUser;
let partnerId: string;

beforeAll(async () => {
  app = await createTestApp();
  url = await app.app.listen({ host: '127.0.0.1', port: 0 });
  partnerId = await app.partner('Partner');
  admin = await app.user('partner_admin', { partnerId });
  await admin.call('PUT', '/tenant-key-settings', { allowed: true });
});
afterAll(() => app.close());

const SCOPES = ['calls.read', 'extensions.read', 'tenants.read'];
type Key = { id: string; key: string; path: string };

async function createKey(by: ApiUser, path: string, more: object = {}): Promise<Key> {
  const { status, body, text } = await by.call('POST', path, { name: 'Wallboard', scopes: SCOPES, ...more });
  expect(status, text).toBe(201);
  return { id: body.id, key: body.key, path: `${path}/${body.id}` };
}

const snapshot = (reader: EventReader) => reader.until('the snapshot', () => true);

/** Renames an extension and waits for it, so that the checks at the opening of the stream are over. */
async function settle(reader: EventReader, tenant: TestTenant): Promise<void> {
  await snapshot(reader);
  const extension = `${tenant.path}/extensions/${tenant.extensionId('101')}`;
  const name = `Renamed ${Math.random()}`;
  await admin.call('PATCH', extension, { name });
  await reader.until('the new name', ({ extensions }) => extensions.some((one) => one.name === name));
}

test.each<[string, (key: Key, tenant: TestTenant) => Promise<unknown>]>([
  ['is revoked', ({ path }) => admin.call('DELETE', path)],
  ['loses the scope', ({ path }) => admin.call('PATCH', path, { scopes: ['tenants.read'] })],
  [
    'may use other tenants only',
    async ({ path }) => {
      const other = await createTenant(admin.call, {});
      expect((await admin.call('PATCH', path, { tenantIds: [other.id] })).status).toBe(200);
    },
  ],
  ['may come from other addresses only', ({ path }) => admin.call('PATCH', path, { sources: ['192.0.2.0/24'] })],
  [
    'expires',
    ({ id }) => app.query("update api_keys set expires_at = now() + interval '1 second' where id = $1", [id]),
  ],
])('the stream of a partner’s key ends when it %s, and no other one does', async (_, act) => {
  const tenant = await createTenant(admin.call, { extensions: ['101'] });
  const [key, other] = [
    await createKey(admin, '/api-keys', { tenantIds: [tenant.id] }),
    await createKey(admin, '/api-keys'),
  ];
  await using reader = await readEvents({ url, key: key.key, tenantId: tenant.id });
  await using others = await readEvents({ url, key: other.key, tenantId: tenant.id });
  await settle(reader, tenant);
  await settle(others, tenant);
  await act(key, tenant);
  expect(await until('the end of the stream', reader.hasEnded, SOON_MS)).toBe(true);
  await settle(others, tenant);
  expect(others.hasEnded()).toBe(false);
});

test.each<[string, (key: Key, tenant: TestTenant) => Promise<unknown>]>([
  ['its partner disallows tenants’ keys', () => admin.call('PUT', '/tenant-key-settings', { allowed: false })],
  ['its partner revokes it', ({ path }) => admin.call('DELETE', path)],
  ['the tenant is suspended', (_, tenant) => tenant.setStatus('SUSPENDED')],
  ['the tenant is cancelled', (_, tenant) => tenant.cancel()],
])('the stream of a tenant’s own key ends when %s', async (_, act) => {
  const tenant = await createTenant(admin.call, { extensions: ['101'] });
  await admin.call('PUT', '/tenant-key-settings', { allowed: true });
  const owner = await app.user('tenant_admin', { tenantId: tenant.id });
  const key = await createKey(owner, `${tenant.path}/api-keys`, { scopes: ['extensions.read', 'calls.read'] });
  await using reader = await readEvents({ url, key: key.key, tenantId: tenant.id });
  await settle(reader, tenant);
  await act(key, tenant);
  expect(await until('the end of the stream', reader.hasEnded, SOON_MS)).toBe(true);
});

test('the stream of a user ends when their team requires a second factor', async () => {
  const tenant = await createTenant(admin.call, { extensions: ['101'] });
  const user = await app.user('partner_user', { partnerId });
  await using reader = await readEvents({ url, token: user.token, tenantId: tenant.id });
  await using partners = await readEvents({ url, token: admin.token, tenantId: tenant.id });
  await settle(reader, tenant);
  await settle(partners, tenant);
  await app.query(
    `insert into second_factors (user_id, sealed_secret, confirmed_at) values ($1, '', now()) on conflict do nothing`,
    [admin.id],
  );
  const { status, text } = await admin.call('PUT', '/security-settings', { requireSecondFactor: true });
  expect(status, text).toBe(200);
  expect(await until('the end of the stream', reader.hasEnded, SOON_MS)).toBe(true);
  await settle(partners, tenant);
  expect(partners.hasEnded()).toBe(false);
});

test('the stream of a user ends when their session expires', async () => {
  const tenant = await createTenant(admin.call, { extensions: ['101'] });
  const user = await app.user('tenant_admin', { tenantId: tenant.id });
  await app.query("update sessions set expires_at = now() + interval '3 seconds' where user_id = $1", [user.id]);
  await using reader = await readEvents({ url, token: user.token, tenantId: tenant.id });
  await snapshot(reader);
  expect(await until('the end of the stream', reader.hasEnded, 3000 + SOON_MS)).toBe(true);
});
