import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { registerPhone } from '../../test/contacts.ts';
import { type EventReader, readEvents } from '../../test/event-reader.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { until } from '../../test/until.ts';
import { newId } from '../platform/values/ids.ts';
import type { LiveState } from './contract.ts';

let app: TestApp;
let url: string;
let admin: ApiUser;
let partnerId: string;
let tenant: TestTenant;

beforeAll(async () => {
  app = await createTestApp();
  url = await app.app.listen({ host: '127.0.0.1', port: 0 });
  partnerId = await app.partner('Partner');
  admin = await app.user('partner_admin', { partnerId });
  tenant = await createTenant(admin.call, { extensions: ['101', '102'] });
});
afterAll(() => app.close());

const watch = (by: ApiUser = admin, of: TestTenant = tenant, more: { lastEventId?: string; state?: LiveState } = {}) =>
  readEvents({ url, token: by.token, tenantId: of.id, ...more });
const presenceOf = (state: LiveState, number: string) =>
  state.extensions.find((extension) => extension.number === number)?.presence;
const snapshot = (reader: EventReader) => reader.until('the snapshot', () => true);
const ids = (state: LiveState) => state.calls.map(({ id }) => id).toSorted();

const register = (number: string, seconds?: number) =>
  registerPhone(app.query, `${tenant.prefix}-${number}`, { seconds });
const unregister = (number: string) =>
  app.query('delete from asterisk.ps_contacts where endpoint = $1', [`${tenant.prefix}-${number}`]);

/** Writes a call and sends the notification, as call control does. */
async function begin(to = '102', id = newId()): Promise<string> {
  await app.query(
    `insert into live_calls (id, tenant_id, direction, from_number, to_number, extension_id, node, channel_id)
     values ($1, $2, 'internal', '101', $3, $4, 'node', 'channel')`,
    [id, tenant.id, to, tenant.extensionId('101')],
  );
  return id;
}
const say = () => app.query('select notify_live($1)', [[tenant.id]]);
const party = async (id: string, ringing: string[], talking: string[]) =>
  app.query('select write_parties($1, $2)', [
    JSON.stringify([{ id, tenant_id: tenant.id, ringing, talking }]),
    [tenant.id],
  ]);

test('sends a snapshot, and then registrations, ringing, talking and the end as they happen', async () => {
  await using reader = await watch();
  expect(reader.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(reader.response.headers.get('x-accel-buffering')).toBe('no');
  expect(reader.response.headers.get('content-encoding')).toBeNull();
  expect(presenceOf(await snapshot(reader), '101')).toBe('Offline');
  await register('101');
  await register('102');
  await reader.until('both phones', (state) => presenceOf(state, '102') === 'Available');

  const call = await begin();
  await say();
  await reader.until('the caller', (state) => presenceOf(state, '101') === 'On a call');
  const [one, two] = [tenant.extensionId('101'), tenant.extensionId('102')];
  await party(call, [two], [one]);
  const rings = await reader.until('ringing', (state) => presenceOf(state, '102') === 'Ringing');
  expect(rings.calls).toMatchObject([{ id: call, ringing: [{ number: '102', name: 'Phone 102' }], answeredAt: null }]);
  await party(call, [], [one, two]);
  await reader.until('talking', (state) => presenceOf(state, '102') === 'On a call');
  await app.query('delete from live_calls');
  await say();
  await reader.until('the end', (state) => state.calls.length === 0 && presenceOf(state, '101') === 'Available');
  await admin.call('PUT', `${tenant.path}/extensions/${one}/forwarding`, { doNotDisturb: true });
  await reader.until('do not disturb', (state) => presenceOf(state, '101') === 'Do not disturb');
  await admin.call('PUT', `${tenant.path}/extensions/${one}/forwarding`, { doNotDisturb: false });
  await reader.until('available', (state) => presenceOf(state, '101') === 'Available');
  await unregister('101');
  await reader.until('offline', (state) => presenceOf(state, '101') === 'Offline');
  await unregister('102');
});

test('returns the state once to a client that requests JSON, and the list of extensions agrees', async () => {
  await register('101');
  const { body } = await admin.call('GET', `${tenant.path}/live`);
  expect(body.calls).toEqual([]);
  const list = await admin.call('GET', `${tenant.path}/extensions`);
  for (const { id, presence } of list.body.items)
    expect(body.extensions.find((one: { id: string }) => one.id === id)?.presence).toBe(presence);
  await unregister('101');
});

test('shows an extension that is added, renamed and deleted', async () => {
  await using reader = await watch();
  await snapshot(reader);
  const { body } = await admin.call('POST', `${tenant.path}/extensions`, { number: '150', name: 'New' });
  await reader.until('the new one', (state) => presenceOf(state, '150') === 'Offline');
  await admin.call('PATCH', `${tenant.path}/extensions/${body.id}`, { name: 'Renamed' });
  await reader.until('its name', (state) => state.extensions.some(({ name }) => name === 'Renamed'));
  await admin.call('DELETE', `${tenant.path}/extensions/${body.id}`);
  const left = await reader.until('that it is gone', (state) => presenceOf(state, '150') === undefined);
  expect(left.extensions).toHaveLength(2);
});

test('a phone that registers again causes no notification', async () => {
  await register('101');
  const { listening, stop } = await listen('tenant_live');
  await app.query(`update asterisk.ps_contacts set expiration_time = expiration_time + 60`);
  // a second phone of the same extension
  await register('101');
  await app.query(`select pg_notify('tenant_live', '{"tenants":[]}')`);
  await until('the last notice', () => listening.includes('{"tenants":[]}'));
  expect(listening).toEqual(['{"tenants":[]}']);
  await stop();
  await unregister('101');
});

async function listen(channel: string) {
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: app.database.urls.app });
  await client.connect();
  const listening: string[] = [];
  client.on('notification', ({ payload }) => listening.push(payload ?? ''));
  await client.query(`listen ${channel}`);
  return { listening, stop: () => client.end() };
}

test('a stream cut during a burst of 100 calls resumes where it was, and ends up in the server’s state', async () => {
  const seen = await (async () => {
    await using reader = await watch();
    await snapshot(reader);
    for (let n = 0; n < 50; n++) await begin();
    await say();
    await reader.until('some of the calls', (state) => state.calls.length > 10);
    return { lastEventId: reader.lastEventId(), state: reader.state() ?? undefined };
  })();
  for (let n = 0; n < 50; n++) await begin();
  await app.query('delete from live_calls where id in (select id from live_calls order by id limit 20)');
  await say();
  const { lastEventId, state } = seen;
  await using reader = await watch(admin, tenant, { lastEventId, ...(state && { state }) });
  await reader.until('all of them', (now) => now.calls.length === 80);
  expect(reader.events.every(({ event }) => event === 'change')).toBe(true);
  const { body } = await admin.call('GET', `${tenant.path}/live`);
  expect(ids(reader.state()!)).toEqual(ids(body));
  await app.query('delete from live_calls');
  await say();
});

test('an id that is too old or from another server gets a new snapshot', async () => {
  await using first = await watch();
  await snapshot(first);
  const [feed] = first.lastEventId().split('.');
  for (const lastEventId of ['nonsense', '00000000.1', `${feed}.999`, `${feed}.-1`, `${feed}.x`]) {
    await using reader = await watch(admin, tenant, { lastEventId });
    await snapshot(reader);
    expect(reader.events[0]?.event, lastEventId).toBe('snapshot');
  }
});

test.each<[string, (user: ApiUser, own: TestTenant) => Promise<unknown>]>([
  ['its user signs out', (user) => user.call('DELETE', '/session')],
  ['its user is deleted', (user, own) => admin.call('DELETE', `${own.path}/users/${user.id}`)],
  [
    'its user gets a role that may not',
    (user, own) => admin.call('PATCH', `${own.path}/users/${user.id}`, { role: 'tenant_user' }),
  ],
  ['its tenant is suspended', (_, own) => own.setStatus('SUSPENDED')],
])('a stream ends when %s, and no other one does', async (_, act) => {
  const own = await createTenant(admin.call, { extensions: ['101'] });
  await app.user('tenant_admin', { tenantId: own.id });
  const user = await app.user('tenant_admin', { tenantId: own.id });
  await using reader = await watch(user, own);
  await using partners = await watch(admin, own);
  await snapshot(reader);
  await snapshot(partners);
  // the next change triggers the first check of access
  await admin.call('PATCH', `${own.path}/extensions/${own.extensionId('101')}`, { name: 'Renamed' });
  await reader.until('the new name', ({ extensions }) => extensions.some(({ name }) => name === 'Renamed'));
  await act(user, own);
  await until('the end of the stream', reader.hasEnded);
  expect((await watch(user, own)).response.ok).toBe(false);
  // the partner's users have been checked, too, and still have access
  await admin.call('POST', `${own.path}/reactivate`, {});
  await admin.call('POST', `${own.path}/extensions`, { number: '199', name: 'Later' });
  expect(partners.hasEnded()).toBe(false);
});

test('another partner’s tenant gets 404', async () => {
  const stranger = await app.user('partner_admin', { partnerId: await app.partner('Other') });
  await using reader = await watch(stranger);
  expect(reader.response.status).toBe(404);
});

test('many readers share one connection for notifications, which closes with the last reader', async () => {
  const notices = () =>
    app.query(
      `select from pg_stat_activity where datname = current_database() and application_name = 'strowger live notices'`,
    );
  const readers = await Promise.all(Array.from({ length: 20 }, () => watch()));
  for (const reader of readers) await snapshot(reader);
  expect(await notices()).toHaveLength(1);
  await Promise.all(readers.map((reader) => reader[Symbol.asyncDispose]()));
});

test('a stopping server ends its streams without waiting for them', async () => {
  const other = await createTestApp();
  const user = await other.user('partner_admin', { partnerId: await other.partner('Partner') });
  const watched = await createTenant(user.call);
  await using reader = await readEvents({
    url: await other.app.listen({ host: '127.0.0.1', port: 0 }),
    token: user.token,
    tenantId: watched.id,
  });
  await snapshot(reader);
  await other.close();
  expect(await until('the end of the stream', reader.hasEnded)).toBe(true);
});

test('a reader that stops reading is dropped', async () => {
  // the cached plan is one for a small tenant
  for (let n = 0; n < 10; n++) await admin.call('GET', `${tenant.path}/live`);
  const big = await createTenant(admin.call);
  await app.query(
    `insert into extensions (id, tenant_id, number, name, sip_username, ha1, sealed_password)
     select gen_random_uuid(), $1, n, repeat('x', 100), $2 || '-' || n, md5('x'), '' from generate_series(100000, 109999) n`,
    [big.id, big.prefix],
  );
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname).pause();
  const closed = new Promise((resolve) => socket.once('close', resolve).once('error', () => {}));
  socket.write(
    `GET /api/v1/tenants/${big.id}/live HTTP/1.1\r\nHost: ${hostname}\r\nAccept: text/event-stream\r\nCookie: session=${admin.token}\r\n\r\n`,
  );
  await using reader = await watch(admin, big);
  await snapshot(reader);
  for (let round = 0; round < 6; round++) {
    await app.query(`update extensions set name = repeat($1, 100) where tenant_id = $2`, [`${round}`, big.id]);
    await reader.until('a change of all', (state) => state.extensions[0]?.name.startsWith(`${round}`) ?? false);
  }
  socket.resume();
  await closed;
  expect(reader.hasEnded()).toBe(false);
});
