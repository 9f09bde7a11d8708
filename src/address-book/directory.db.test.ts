import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { createTenant } from '../../test/tenants.ts';
import { buildApp } from '../app.ts';

let app: TestApp;
let partnerId: string;
let admin: ApiUser;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  admin = await app.user('partner_admin', { partnerId });
});
afterAll(() => app.close());

/** The host name that the admin's browser uses. */
const AS_PBX = { host: 'pbx.example:3000', origin: 'http://pbx.example:3000' };

const fetched = (address: string, method: 'GET' | 'POST' = 'GET', headers = {}) =>
  app.app.inject({
    method,
    url: new URL(address).pathname,
    headers,
    ...(method === 'POST' && { payload: '<settings/>' }),
  });
const namesIn = async (address: string): Promise<string[]> =>
  [...(await fetched(address)).body.matchAll(/<Name>(.*?)<\/Name>/g)].map(([, name]) => name!);

async function tenantWithDirectory() {
  const tenant = await createTenant(admin.call);
  await admin.call('POST', `${tenant.path}/extensions`, { number: '101', name: 'Counter' });
  await admin.call('POST', `${tenant.path}/contacts`, { name: 'Maria', numbers: [{ number: '+12125550199' }] });
  const made = await admin.call('POST', `${tenant.path}/phone-directory`, undefined, AS_PBX);
  expect(made.status).toBe(200);
  return { ...tenant, made, addresses: made.body as { yealink: string; grandstream: string; snom: string } };
}

test('phones fetch the tenant’s extensions and contacts, each make in its format, by GET and by POST', async () => {
  const { addresses } = await tenantWithDirectory();
  expect(addresses.yealink).toMatch(/^http:\/\/pbx\.example:3000\/directory\/[\w-]{43}\/yealink\.xml$/);
  expect(await namesIn(addresses.yealink)).toEqual(['Counter', 'Maria']);
  const { headers } = await fetched(addresses.yealink);
  expect(headers).toMatchObject({ 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store' });
  for (const file of ['phonebook.xml', 'gs_phonebook.xml'])
    expect((await fetched(`${addresses.grandstream}/${file}`)).body).toContain('<FirstName>Maria</FirstName>');
  for (const type of [{}, { 'content-type': 'application/x-www-form-urlencoded' }, { 'content-type': 'text/xml' }]) {
    const { statusCode, body } = await fetched(addresses.snom, 'POST', type);
    expect([statusCode, body]).toEqual([200, expect.stringContaining('<number no="+12125550199" type="business"')]);
  }
});

test('holds nothing of another tenant', async () => {
  const [mine, other] = [await tenantWithDirectory(), await tenantWithDirectory()];
  await admin.call('POST', `${other.path}/contacts`, { name: 'Theirs', numbers: [{ number: '+12125550177' }] });
  expect(await namesIn(mine.addresses.yealink)).toEqual(['Counter', 'Maria']);
  expect(await namesIn(other.addresses.yealink)).toEqual(['Counter', 'Maria', 'Theirs']);
});

test('a replaced or turned-off secret gets the same response as an unknown one', async () => {
  const { path, addresses } = await tenantWithDirectory();
  const absent = await fetched(addresses.yealink.replace(/directory\/[\w-]+/, `directory/${'x'.repeat(43)}`));
  const comparable = ({ statusCode, body, headers }: typeof absent) => [
    statusCode,
    { ...JSON.parse(body), requestId: '' },
    headers['content-type'],
  ];
  expect(absent.statusCode).toBe(404);
  const { body: renewed } = await admin.call('POST', `${path}/phone-directory`);
  expect(comparable(await fetched(addresses.yealink))).toEqual(comparable(absent));
  expect(await namesIn(renewed.yealink)).toEqual(['Counter', 'Maria']);
  expect((await fetched(renewed.yealink.replace('yealink.xml', 'cisco.xml'))).statusCode).toBe(404);
  expect((await fetched(renewed.yealink.replace('yealink.xml', 'constructor'))).statusCode).toBe(404);
  expect((await admin.call('DELETE', `${path}/phone-directory`)).status).toBe(204);
  expect(comparable(await fetched(renewed.yealink))).toEqual(comparable(absent));
  expect((await admin.call('DELETE', `${path}/phone-directory`)).status).toBe(404);
});

test('is served for a suspended tenant, not for a cancelled one', async () => {
  const { path, addresses } = await tenantWithDirectory();
  await admin.call('POST', `${path}/suspend`, { reason: 'manual' });
  expect((await fetched(addresses.yealink)).statusCode).toBe(200);
  const { body } = await admin.call('GET', path);
  await admin.call('POST', `${path}/cancel`, { confirmName: body.name });
  expect((await fetched(addresses.yealink)).statusCode).toBe(404);
});

test('only an admin can view the addresses again, and the audit log records it', async () => {
  const { id, path, addresses, made } = await tenantWithDirectory();
  expect(made.headers['cache-control']).toBe('no-store');
  const shown = await admin.call('GET', `${path}/phone-directory/credentials`, undefined, AS_PBX);
  expect(shown.body).toEqual(addresses);
  const events = await app.query<{ action: string; after: unknown }>(
    "select action, after from audit_events where tenant_id = $1 and action like 'phone_directory.%' order by id",
    [id],
  );
  expect(events).toEqual([
    { action: 'phone_directory.enabled', after: null },
    { action: 'phone_directory.addresses_shown', after: null },
  ]);
  const viewer = await app.user('partner_user', { partnerId });
  expect((await viewer.call('GET', `${path}/phone-directory`)).body).toMatchObject({ enabled: true });
  for (const reader of [viewer, await app.user('tenant_user', { tenantId: id })])
    expect((await reader.call('GET', `${path}/phone-directory/credentials`)).status).toBe(403);
  const none = (await createTenant(admin.call)).path;
  expect((await admin.call('GET', `${none}/phone-directory`)).body).toEqual({ enabled: false, createdAt: null });
  expect((await admin.call('GET', `${none}/phone-directory/credentials`)).status).toBe(404);
});

test('has at most 500 entries, colleagues first', async () => {
  const { id, addresses } = await tenantWithDirectory();
  await app.query(
    `with added as (insert into address_book (id, tenant_id, name) select gen_random_uuid(), $1, 'Person ' || n from generate_series(1, 600) n returning id)
     insert into address_book_numbers (contact_id, tenant_id, position, kind, number) select id, $1, 1, 'work', '+12125550166' from added`,
    [id],
  );
  const names = await namesIn(addresses.yealink);
  expect(names).toHaveLength(500);
  expect(names.slice(0, 2)).toEqual(['Counter', 'Maria']);
});

test('no secret is stored as it is, or written to the log', async () => {
  const { id, addresses } = await tenantWithDirectory();
  const secret = addresses.yealink.split('/').at(-2)!;
  const [row] = await app.query('select secret_hash, sealed_secret from phone_directories where tenant_id = $1', [id]);
  expect(
    Object.values(row!)
      .map((value) => (value as Buffer).toString('latin1'))
      .join(),
  ).not.toContain(secret);
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const logging = await buildApp({
    config: app.config,
    db: app.db,
    databaseUrl: app.database.urls.app,
    logger,
    voice: () => 'off',
  });
  try {
    const urls = [
      `/directory/${secret}/yealink.xml`,
      `/directory/${secret}/none.xml`,
      `/directory/${secret}`,
      `/directory/${secret}/a/b`,
    ];
    for (const url of urls) for (const method of ['GET', 'POST'] as const) await logging.inject({ method, url });
    expect(lines.length).toBeGreaterThanOrEqual(8);
    expect(lines.join('')).not.toContain(secret);
  } finally {
    await logging.close();
  }
});
