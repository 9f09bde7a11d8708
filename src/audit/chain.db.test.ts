import { Client, type Pool } from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { until } from '../../test/until.ts';
import { asNobody, type Db, openDb, openPool } from '../platform/db/db.ts';
import { runWorker } from '../platform/db/jobs/jobs.ts';
import { newId } from '../platform/values/ids.ts';
import { auditTasks } from './jobs.ts';
import { chainEvents } from './sql.ts';
import { verifyCommand } from './verify-command.ts';

let app: TestApp;
let workerPool: Pool;
let worker: Db;
let partnerId: string;
let admin: ApiUser;
let tenantId: string;

beforeAll(async () => {
  app = await createTestApp();
  workerPool = openPool(app.database.urls.worker, 'test');
  worker = openDb(workerPool);
});
afterAll(async () => {
  await workerPool.end();
  await app.close();
});
let prefixes = 0;
beforeEach(async () => {
  partnerId = await app.partner('Northwind Voice');
  admin = await app.user('partner_admin', { partnerId });
  const created = await admin.call('POST', '/tenants', { name: 'Bakery', sipPrefix: `bakery${(prefixes += 1)}` });
  tenantId = created.body.id;
  await edit('Bakery & Sons');
  await edit('Bakery & Daughters');
  await sequence();
});

const edit = (name: string) => admin.call('PATCH', `/tenants/${tenantId}`, { name });
const sequence = () => asNobody(worker, (tx) => chainEvents(tx, 1000));
const verify = async () => (await admin.call('GET', '/audit-events/verify')).body;
const events = () =>
  app.query<{ id: string }>('select * from audit_events where partner_id = $1 order by id', [partnerId]);

describe('the chain', () => {
  test('contains every event up to the newest', async () => {
    const rows = await events();
    expect(await verify()).toEqual({
      ok: true,
      checked: 3,
      upTo: (rows.at(-1)!['at' as never] as Date).toISOString(),
      heads: [{ chain: partnerId, length: 3, hash: expect.stringMatching(/^[\da-f]{64}$/) }],
      broken: [],
    });
  });

  test('grows by committed events once the sequencer runs', async () => {
    const before = await verify();
    await edit('Bakery');
    expect(await verify()).toEqual(before);
    await sequence();
    expect(await verify()).toMatchObject({ ok: true, checked: 4 });
  });

  test('contains nothing of a transaction that was rolled back', async () => {
    expect((await admin.call('PATCH', `/tenants/${tenantId}`, { name: 'x' }, { 'if-match': '"99"' })).status).toBe(412);
    await sequence();
    expect(await verify()).toMatchObject({ ok: true, checked: 3 });
  });

  test('is separate for sign-ins and for the operator', async () => {
    await admin.call('DELETE', '/session');
    await sequence();
    admin = await app.user('partner_admin', { partnerId });
    const { checked, heads } = await verify();
    expect([checked, heads.map(({ chain }: { chain: string }) => chain)]).toEqual([
      4,
      [partnerId, `${partnerId}/sign-in`],
    ]);
    const operator = await app.user('operator');
    await operator.call('POST', '/operator/trunks', { name: partnerId, host: 'x.example', match: '203.0.113.1' });
    await sequence();
    const all = (await operator.call('GET', '/operator/audit-events/verify')).body;
    const chains = all.heads.map(({ chain }: { chain: string }) => chain);
    expect([all.ok, chains]).toEqual([true, expect.arrayContaining(['operator', partnerId, `${partnerId}/sign-in`])]);
    const list = (await operator.call('GET', '/operator/audit-events')).body;
    expect(list.items[0]).toMatchObject({ action: 'trunk.created', actor: { id: operator.id } });
    expect(list.items.every(({ action }: { action: string }) => !action.startsWith('tenant.'))).toBe(true);
  });

  test('can be verified by a command', async () => {
    const lines: string[] = [];
    const whole = await verifyCommand(app.database.urls.app, (line) => lines.push(line));
    const [head] = (await verify()).heads;
    expect(lines).toContain(`${head.hash}  ${partnerId}  3 events`);
    expect([whole, lines.at(-1)]).toEqual([true, expect.stringMatching(/is intact: \d+ events checked, up to 20/)]);
  });

  test('has no gaps under concurrent writers and sequencers', async () => {
    const writes = Array.from({ length: 40 }, (_, n) => edit(`Bakery ${n}`));
    const sequences = Array.from({ length: 20 }, () => sequence());
    await Promise.all([...writes, ...sequences]);
    await sequence();
    expect(await verify()).toMatchObject({ ok: true, checked: 43 });
    const [row] = await app.query('select min(seq)::int, max(seq)::int from audit_chain where chain = $1', [partnerId]);
    expect(row).toEqual({ min: 1, max: 43 });
  });

  test('is extended by the worker soon after the event', async () => {
    const running = await runWorker({
      databaseUrl: app.database.urls.worker,
      tasks: auditTasks,
      config: app.config,
      log: pino({ level: 'silent' }),
    });
    await edit('Quick');
    const [event] = await app.query<{ id: string }>(
      'select id from audit_events where partner_id = $1 order by id desc',
      [partnerId],
    );
    const isChained = async () =>
      (await app.query('select from audit_unchained where event_id = $1', [event!.id])).length === 0;
    await until('the event to be chained', isChained);
    expect(await verify()).toMatchObject({ ok: true, checked: 4 });
    await running.stop();
  });
});

describe('tampering is found', () => {
  const broken = async () => {
    const { ok, broken: found } = await verify();
    return [
      ok,
      found.reduce((sum: number, { events: n, loose }: { events: number; loose: number }) => sum + n + loose, 0) > 0,
    ];
  };
  let restore: () => Promise<unknown> = async () => {};
  afterEach(() => restore());

  test.each([
    ['at', "at + interval '1 millisecond'"],
    ['tenant_id', 'null'],
    ['actor_id', 'gen_random_uuid()'],
    ['actor_email', "'a' || actor_email"],
    ['actor_email', 'null'],
    ['actor_role', "'partner_user'"],
    ['action', "action || 's'"],
    ['target_kind', "'x'"],
    ['target_id', 'null'],
    ['before', `'{"name":"bakery"}'`],
    ['after', 'null'],
    ['ip', "'127.0.0.2'"],
    ['request_id', 'null'],
    ['who_salt', "'\\x00'"],
    ['what_salt', 'set_byte(what_salt, 15, get_byte(what_salt, 15) # 1)'],
    ['what_salt', 'null'],
  ])('in %s: %s', async (column, value) => {
    const id = (await events())[1]!.id;
    await app.query(`update audit_events set ${column} = ${value} where id = $1`, [id]);
    const { ok, broken: found } = await verify();
    expect([ok, found]).toEqual([false, [{ chain: partnerId, events: 1, first: id, loose: 0 }]]);
  });

  test('when personal data is blanked without a purge', async () => {
    const id = (await events())[1]!.id;
    await app.query(
      'update audit_events set actor_email = null, ip = null, before = null, after = null where id = $1',
      [id],
    );
    expect(await broken()).toEqual([false, true]);
  });

  test('when an event, its link, or both are missing', async () => {
    const [first, second, third] = (await events()).map(({ id }) => id);
    await app.query('delete from audit_events where id = $1', [third]);
    expect((await verify()).broken).toMatchObject([{ events: 1, first: third }]);
    await app.query('delete from audit_chain where event_id = $1', [second]);
    expect((await verify()).broken).toMatchObject([{ events: 1, loose: 1 }]);
    await app.query('delete from audit_events where id = $1', [second]);
    expect(await broken()).toEqual([false, true]);
    await app.query('delete from audit_chain where event_id = $1', [first]);
    expect(await broken()).toEqual([false, true]);
  });

  test.each(['hash', 'who_hash', 'what_hash'])('in the %s of a link', async (column) => {
    await app.query(
      `update audit_chain set ${column} = set_byte(${column}, 0, get_byte(${column}, 0) # 1) where chain = $1 and seq = 2`,
      [partnerId],
    );
    expect(await broken()).toEqual([false, true]);
  });

  test('when events are swapped', async () => {
    await app.query('update audit_chain set seq = case seq when 1 then -2 else -1 end where chain = $1 and seq < 3', [
      partnerId,
    ]);
    await app.query('update audit_chain set seq = -seq where chain = $1 and seq < 0', [partnerId]);
    expect(await broken()).toEqual([false, true]);
  });

  test('when an event is moved to another partner', async () => {
    const other = await app.partner('Contoso Lines');
    await app.query('update audit_events set partner_id = $2 where id = $1', [(await events())[1]!.id, other]);
    expect(await broken()).toEqual([false, true]);
  });

  test('when an event is inserted without the sequencer', async () => {
    await app.query(
      `insert into audit_events (id, partner_id, actor_role, action, target_kind) values (gen_random_uuid(), $1, 'system', 'a.b', 'x')`,
      [partnerId],
    );
    await app.query('delete from audit_unchained');
    expect((await verify()).broken).toEqual([{ chain: partnerId, events: 0, first: null, loose: 1 }]);
    restore = () => app.query('delete from audit_events where partner_id = $1', [partnerId]);
  });
});

describe('database roles', () => {
  const attempt = async (role: 'app' | 'worker', statement: string): Promise<string | number> => {
    const client = new Client({ connectionString: app.database.urls[role] });
    await client.connect();
    try {
      await client.query("select set_config('app.partner_id', $1, false), set_config('app.tenant_id', $2, false)", [
        partnerId,
        tenantId,
      ]);
      return (await client.query(statement)).rowCount ?? 0;
    } catch (error) {
      return (error as { code: string }).code;
    } finally {
      await client.end();
    }
  };

  const kept = [
    'id',
    'at',
    'partner_id',
    'tenant_id',
    'actor_id',
    'actor_role',
    'action',
    'target_kind',
    'target_id',
    'request_id',
  ];
  const tables = ['audit_events', 'audit_chain', 'audit_unchained'];
  const refused = [
    ...kept.map((column) => `update audit_events set ${column} = ${column}`),
    ...tables.flatMap((table) => [`delete from ${table}`, `truncate ${table}`]),
    "update audit_chain set hash = ''",
    'select from audit_chain',
    'insert into audit_unchained values (gen_random_uuid())',
  ];

  test.each(['app', 'worker'] as const)('%s cannot change, delete or empty the trail', async (role) => {
    const before = await events();
    const outcomes = await Promise.all(refused.map(async (statement) => [statement, await attempt(role, statement)]));
    expect(outcomes).toEqual(refused.map((statement) => [statement, '42501']));
    expect(await events()).toEqual(before);
  });

  test.each(['actor_email', 'ip', 'before', 'after', 'who_salt', 'what_salt'])(
    'worker blanks %s of a tenant only while it purges it',
    async (column) => {
      const before = await events();
      expect(['42501', 0]).toContain(await attempt('worker', `update audit_events set ${column} = null`));
      expect(await attempt('app', `update audit_events set ${column} = null`)).toBe('42501');
      expect(await events()).toEqual(before);
    },
  );

  test('the chain stays valid after a purge has blanked personal data and its salts', async () => {
    await app.query(
      `update tenants set status = 'CANCELLED', cancelled_at = now() - interval '91 days', purge_at = now() - interval '1 day', purge_started_at = now()
       where id = $1`,
      [tenantId],
    );
    expect(await attempt('worker', 'update audit_events set before = null, after = null')).toBe(3);
    expect(await attempt('worker', 'update audit_events set actor_email = null, ip = null')).toBe(3);
    const [row] = await events();
    expect(row).toMatchObject({
      before: null,
      after: null,
      actor_email: null,
      ip: null,
      who_salt: null,
      what_salt: null,
    });
    expect(await verify()).toMatchObject({ ok: true, checked: 3 });
    // the tenant is gone, and its trail records why
    await app.query(
      `insert into audit_events (id, partner_id, tenant_id, actor_role, action, target_kind) values ($1, $2, $3, 'system', 'tenant.purged', 'tenant')`,
      [newId(), partnerId, tenantId],
    );
    await app.query('update tenants set purge_started_at = null where id = $1', [tenantId]);
    await sequence();
    expect(await verify()).toMatchObject({ ok: true, checked: 4 });
  });

  test('app cannot run the sequencer; a trigger queues its events', async () => {
    expect(await attempt('app', 'select chain_audit_events(1)')).toBe('42501');
  });
});
