import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { asNobody, asOperator, openDb, openPool } from '../platform/db/db.ts';
import { unsealTrunkPassword } from './credentials.ts';
import { recordTrunkState, trunksToWatch } from './sql.ts';
import { mailTrunkDown } from './trunk-down.ts';

let app: TestApp;
let operator: ApiUser;
const path = '/operator/trunks';
const carrier = { name: 'Carrier', host: 'sip.carrier.example', match: '203.0.113.7:5070' };

beforeAll(async () => {
  app = await createTestApp();
  operator = await app.user('operator');
});
afterAll(() => app.close());

/** What Asterisk reads in a session that has set the edge's token. */
const identified = () =>
  app.query<{ endpoint: string; match_header: string }>(
    `select trunk.endpoint, trunk.match_header from (select set_config('strowger.edge_token', 'word', true) as token offset 0) session,
      lateral (select * from asterisk.ps_endpoint_id_ips where token is not null) trunk order by match_header`,
  );

test('Asterisk knows a trunk as soon as it is added, and forgets it as soon as it is disabled', async () => {
  const { status, body } = await operator.call('POST', path, carrier);
  expect([status, body]).toEqual([
    201,
    {
      id: body.id,
      ...carrier,
      port: 5060,
      priority: 100,
      emergency: true,
      sendsLocation: false,
      username: '',
      hasPassword: false,
      registers: false,
      enabled: true,
      state: {
        reachability: 'unchecked',
        since: null,
        checkedAt: null,
        roundTripMs: null,
        registration: 'none',
        registrationReason: '',
        registrationSince: null,
      },
      createdAt: body.createdAt,
      version: 1,
    },
  ]);
  expect(await identified()).toEqual([
    { endpoint: `trunk-${body.id}`, match_header: 'X-Edge: /^5Eword 203\\.0\\.113\\.7:5070$/' },
  ]);
  const off = await operator.call('PATCH', `${path}/${body.id}`, { enabled: false }, { 'if-match': '"1"' });
  expect([off.status, off.body.version]).toEqual([200, 2]);
  expect(await identified()).toEqual([]);
  expect((await operator.call('DELETE', `${path}/${body.id}`, undefined, { 'if-match': '"1"' })).status).toBe(412);
  expect((await operator.call('DELETE', `${path}/${body.id}`)).status).toBe(204);
  expect((await operator.call('GET', `${path}/${body.id}`)).status).toBe(404);
  const events = await app.query(
    'select action, before, after, partner_id from audit_events where target_id = $1 order by id',
    [body.id],
  );
  expect(events).toMatchObject([
    { action: 'trunk.created', partner_id: null },
    { action: 'trunk.edited', before: { enabled: true }, after: { enabled: false } },
    { action: 'trunk.deleted', before: { name: 'Carrier' } },
  ]);
});

type Found = Parameters<typeof recordTrunkState>[3];
const found = (more: Partial<Found>): Found => ({
  target: 'sip.carrier.example:5060',
  reachable: true,
  roundTripMs: 12,
  answersOptions: true,
  answersCalls: false,
  registration: null,
  registrationReason: '',
  ...more,
});
const noted = (node: string, id: string, more: Partial<Found> = {}) =>
  asNobody(app.db, (tx) => recordTrunkState(tx, node, id, found(more)));

test('the state of a trunk is the worst that any machine reports for its current address', async () => {
  const { id } = (await operator.call('POST', path, { ...carrier, name: 'Seen' })).body;
  const state = async () => (await operator.call('GET', `${path}/${id}`)).body.state;
  await noted('one', id);
  expect(await state()).toMatchObject({ reachability: 'reachable', roundTripMs: 12 });
  const { since } = await state();
  await noted('one', id, { roundTripMs: 15 });
  expect(await state()).toMatchObject({ since, roundTripMs: 15 });
  await noted('two', id, { reachable: false, roundTripMs: null });
  expect(await state()).toMatchObject({ reachability: 'unreachable', roundTripMs: null });
  await app.query("update trunk_states set checked_at = now() - interval '1 minute' where node = 'two'");
  expect((await state()).reachability).toBe('reachable');
  await noted('one', id, { reachable: null, roundTripMs: null });
  expect((await state()).reachability).toBe('silent');
  expect((await operator.call('GET', `${path}?search=Seen`)).body.items[0].state.reachability).toBe('silent');
  await operator.call('PATCH', `${path}/${id}`, { port: 5070 });
  expect((await state()).reachability).toBe('unchecked');
  await operator.call('DELETE', `${path}/${id}`);
});

test('the operator gets one mail when a trunk for 911 goes down, and none if it is back already', async () => {
  const { id } = (await operator.call('POST', path, { ...carrier, name: 'Down' })).body;
  const mails = () =>
    app.query<{ recipient: string; subject: string }>("select recipient, subject from mails where body like 'Down (%'");
  const job = () => app.query('select from graphile_worker._private_jobs where key = $1', [`trunk_down:${id}`]);
  await noted('one', id);
  expect(await job()).toHaveLength(0);
  await noted('one', id, { reachable: false });
  expect(await job()).toHaveLength(1);
  const worker = openDb(openPool(app.database.urls.worker, 'test', 1));
  const run = () => asOperator(worker, (tx) => mailTrunkDown(tx, id));
  await run();
  await run();
  expect(await mails()).toEqual([{ recipient: operator.email, subject: 'No trunk for 911 is reachable' }]);
  await noted('one', id);
  await noted('one', id, { reachable: false });
  await noted('one', id);
  await run();
  expect(await mails()).toHaveLength(1);
  await worker.destroy();
  await operator.call('DELETE', `${path}/${id}`);
});

test('a password is stored and never returned', async () => {
  const login = { username: 'north', password: 'p@ss;word"1', registers: true };
  const { status, body, text } = await operator.call('POST', path, { ...carrier, name: 'Login', ...login });
  expect([status, body.username, body.hasPassword, body.registers]).toEqual([201, 'north', true, true]);
  const read = await operator.call('GET', `${path}/${body.id}`);
  expect(read.body.state.registration).toBe('pending');
  const events = JSON.stringify(await app.query('select * from audit_events where target_id = $1', [body.id]));
  const rows = JSON.stringify(
    await app.query('select *, encode(sealed_password, $2) from trunks where id = $1', [body.id, 'escape']),
  );
  for (const shown of [text, read.text, events, rows]) expect(shown).not.toContain('p@ss');
  expect(events).toContain('"password":"changed"');
  const [watched] = (await asNobody(app.db, trunksToWatch)).filter(({ id }) => id === body.id);
  expect(watched?.login && unsealTrunkPassword(app.config.secretKey, body.id, watched.login.sealedPassword)).toBe(
    login.password,
  );
  expect(
    await app.query('select outbound_auth from asterisk.ps_endpoints where id = $1', [`trunk-${body.id}`]),
  ).toEqual([{ outbound_auth: `trunk-${body.id}` }]);
  const patch = (change: object) => operator.call('PATCH', `${path}/${body.id}`, change);
  expect((await patch({ port: 5099 })).body.hasPassword).toBe(true);
  expect((await patch({ username: '' })).body.errors[0].path).toBe('username');
  expect((await patch({ username: '', registers: false })).body).toMatchObject({ username: '', hasPassword: false });
  await operator.call('DELETE', `${path}/${body.id}`);
});

test('the status of a registration is shown, refusals first', async () => {
  const login = { username: 'north', password: 'secret', registers: true };
  const { id } = (await operator.call('POST', path, { ...carrier, name: 'Registers', ...login })).body;
  const state = async () => (await operator.call('GET', `${path}/${id}`)).body.state;
  await noted('one', id, { registration: 'registered' });
  expect(await state()).toMatchObject({ registration: 'registered', registrationReason: '' });
  const { registrationSince } = await state();
  await noted('one', id, { registration: 'registered' });
  expect((await state()).registrationSince).toBe(registrationSince);
  await noted('two', id, { registration: 'refused', registrationReason: '403 Forbidden' });
  expect(await state()).toMatchObject({ registration: 'refused', registrationReason: '403 Forbidden' });
  await operator.call('PATCH', `${path}/${id}`, { registers: false });
  expect(await state()).toMatchObject({ registration: 'none', registrationReason: '' });
  await operator.call('DELETE', `${path}/${id}`);
});

test.each([
  [{ registers: true }, 'username'],
  [{ username: 'north' }, 'password'],
  [{ username: 'north', registers: true }, 'password'],
  [{ password: 'secret' }, 'username'],
  [{ username: 'a b', password: 'secret' }, 'username'],
  [{ username: 'a', password: 'two\nlines' }, 'password'],
])('a login of %o is refused', async (bad, at) => {
  const { status, body } = await operator.call('POST', path, { ...carrier, name: 'Bad', ...bad });
  expect([status, body.errors[0].path]).toEqual([422, at]);
});

test('without call control a 911 call tries a reachable trunk first, and then the next', async () => {
  const partnerId = await app.partner('Help');
  const admin = await app.user('partner_admin', { partnerId });
  const tenant = await admin.call('POST', '/tenants', { name: 'Help', sipPrefix: 'help', status: 'ACTIVE' });
  await admin.call('POST', `/tenants/${tenant.body.id}/extensions`, { number: '101', name: 'Desk' });
  const ids: string[] = [];
  for (const name of ['First', 'Second', 'Third'])
    ids.push((await operator.call('POST', path, { ...carrier, name, priority: ids.length })).body.id);
  const ways = async () =>
    (await app.query<{ set_var: string }>("select set_var from asterisk.ps_endpoints where id = 'help-101'"))[0]
      ?.set_var;
  const named = (first?: string, second?: string) =>
    `EMERGENCY_TRUNK=trunk-${first};EMERGENCY_TRUNK_2=trunk-${second};EMERGENCY_CALLBACK=`;
  expect(await ways()).toContain(named(ids[0], ids[1]));
  await noted('one', ids[0] ?? '', { reachable: false });
  expect(await ways()).toContain(named(ids[1], ids[2]));
  await operator.call('PATCH', `${path}/${ids[2]}`, { emergency: false });
  expect(await ways()).toContain(named(ids[1], ids[0]));
  for (const id of ids) await operator.call('DELETE', `${path}/${id}`);
});

test('a trunk’s name is unique, even under concurrent adds and changes', async () => {
  const answers = await Promise.all([1, 2].map(() => operator.call('POST', path, { ...carrier, name: 'Once' })));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  const other = (await operator.call('POST', path, { ...carrier, name: 'Other' })).body;
  const renamed = await operator.call('PATCH', `${path}/${other.id}`, { name: 'Once' });
  expect([renamed.status, renamed.body.code, renamed.body.errors[0].path]).toEqual([409, 'trunk_name_taken', 'name']);
  expect((await operator.call('PATCH', `${path}/${other.id}`, { name: 'Other', priority: 1 })).status).toBe(200);
  const list = await operator.call('GET', path);
  expect(list.body.items.map(({ name }: { name: string }) => name)).toEqual(['Other', 'Once']);
});

test.each([
  [{ host: 'not a host' }, 'host'],
  [{ host: '' }, 'host'],
  [{ port: 0 }, 'port'],
  [{ match: 'anywhere' }, 'match'],
  [{ match: '300.1.1.1' }, 'match'],
  [{ match: '203.0.113.0/33' }, 'match'],
  [{ priority: -1 }, 'priority'],
  [{ name: 'x'.repeat(101) }, 'name'],
  [{ secret: 'x' }, 'secret'],
])('%o is refused', async (bad, at) => {
  const { status, body } = await operator.call('POST', path, { ...carrier, ...bad });
  expect([status, body.errors[0].path]).toEqual([422, at]);
});

test.each([
  ['203.0.113.7', ['203.0.113.7:1', '203.0.113.7:65535'], ['203.0.113.70:1', '1203.0.113.7:1', '203x0.113.7:1']],
  ['203.0.113.7:5070', ['203.0.113.7:5070'], ['203.0.113.7:50700', '203.0.113.7:507']],
  ['203.0.113.64/26', ['203.0.113.64:1', '203.0.113.127:1'], ['203.0.113.63:1', '203.0.113.128:1', '203.0.112.64:1']],
  ['203.0.112.9/23', ['203.0.112.0:1', '203.0.113.255:1'], ['203.0.114.0:1', '203.0.111.255:1']],
  ['10.0.0.0/8', ['10.255.255.255:1'], ['11.0.0.0:1']],
  ['203.0.113.7/32', ['203.0.113.7:1'], ['203.0.113.8:1']],
  ['0.0.0.0/0', ['1.2.3.4:1'], ['somewhere:1']],
])('the sources %s', async (match, inside, outside) => {
  const [row] = await app.query<{ expression: string }>('select asterisk.sources($1) as expression', [match]);
  const expression = new RegExp(`^${row?.expression}$`);
  for (const source of inside) expect(source).toMatch(expression);
  for (const source of outside) expect(source).not.toMatch(expression);
});
