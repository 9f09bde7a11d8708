import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { openSequencer } from '../events/sequencer.ts';
import { type Db, openDb, openPool } from '../platform/db/db.ts';
import { newId } from '../platform/values/ids.ts';
import { sandboxTasks } from './jobs.ts';

let app: TestApp;
let worker: Db;
let close: () => Promise<void>;
let partnerId: string;
let admin: ApiUser['call'];
let live: TestTenant;
let box: TestTenant;
const SCOPES = ['tenants.read', 'tenants.write', 'tenants.export', 'tenant.read', 'tenant.write', 'extensions.read', 'call-history.read', 'calls.read', 'events.read', 'audit.read', 'audit.export', 'api-requests.read', 'numbers.read', 'limits.read', 'sandbox.write']; // prettier-ignore
let testKey: ApiUser['call'];
let liveKey: ApiUser['call'];

beforeAll(async () => {
  app = await createTestApp();
  const pool = openPool(app.database.urls.worker, 'worker');
  worker = openDb(pool);
  close = () => pool.end();
  partnerId = await app.partner('Northwind');
  admin = (await app.user('partner_admin', { partnerId })).call;
  live = await createTenant(admin, { name: 'Bakery', prefix: 'bakery', extensions: ['101'] });
  box = await createTenant(admin, {
    name: 'Sandkasten',
    prefix: 'sandy',
    extensions: ['101'],
    fields: { sandbox: true },
  });
  testKey = await program('test');
  liveKey = await program('live');
});
afterAll(async () => {
  await close();
  await app.close();
});

async function program(mode: 'live' | 'test', tenantIds: string[] | null = null): Promise<ApiUser['call']> {
  const made = await admin('POST', '/api-keys', { name: `A ${mode} key`, mode, scopes: SCOPES, tenantIds });
  expect(made.status, made.text).toBe(201);
  const { key: token } = made.body;
  expect(token).toMatch(new RegExp(`^pbx_${mode}_[0-9A-Za-z]{38}$`));
  return app.program(token);
}

const place = () => openSequencer(worker, pino({ level: 'silent' })).run('everywhere');

/** Runs a simulated call's jobs, whatever their scheduled time. */
async function playOn(callId: string): Promise<void> {
  const [job] = await app.query<{ payload: unknown; key: string }>(
    `select payload, key from graphile_worker._private_jobs where payload->>'callId' = $1`,
    [callId],
  );
  if (!job) throw new Error('no job continues the call');
  await app.query('delete from graphile_worker._private_jobs where key = $1', [job.key]);
  const { run } = sandboxTasks.play_sandbox_call;
  await run(job.payload, { db: worker, config: app.config, log: pino({ level: 'silent' }) });
}

const played = (body: object = {}, by = testKey) =>
  by('POST', '/sandbox/calls', { tenantId: box.id, extensionId: box.extensionId('101'), ...body });

describe('a sandbox', () => {
  test('is born as one, and stays it', async () => {
    expect((await admin('GET', box.path)).body).toMatchObject({ sandbox: true, billingProfileId: null });
    expect((await admin('GET', live.path)).body).toMatchObject({ sandbox: false });
    const changed = await admin('PATCH', box.path, { sandbox: false });
    expect(changed.body).toMatchObject({ status: 422, code: 'immutable', errors: [{ path: 'sandbox' }] });
    await expect(
      app.database.urls && app.query(`set role app; update tenants set sandbox = false; reset role`),
    ).rejects.toThrow('permission denied');
    await app.query('reset role');
  });

  test('has no billing profile, not even by default', async () => {
    const profileId = newId();
    await app.query("insert into billing_profiles (id, partner_id, name, currency) values ($1, $2, 'Flat', 'USD')", [
      profileId,
      partnerId,
    ]);
    const asked = { name: 'Billed', sipPrefix: 'billed', sandbox: true, billingProfileId: profileId };
    expect((await admin('POST', '/tenants', asked)).body.errors).toMatchObject([{ path: 'billingProfileId' }]);
    const patched = await admin('PATCH', box.path, { billingProfileId: profileId });
    expect(patched.body.errors).toMatchObject([{ path: 'billingProfileId' }]);
    await expect(
      app.query('update tenants set billing_profile_id = $1 where id = $2', [profileId, box.id]),
    ).rejects.toThrow('tenants_sandbox_is_not_billed');
  });

  test('is in no count of tenants and in no list of limits, but in the list of tenants', async () => {
    const { body: summary } = await admin('GET', '/partner/summary');
    expect(summary.tenants).toMatchObject({ ACTIVE: 1 });
    expect((await admin('GET', '/limits')).body).toMatchObject({ total: 1, items: [{ tenantName: 'Bakery' }] });
    expect((await admin('GET', '/tenants')).body).toMatchObject({ total: 2 });
  });

  test('gets no number', async () => {
    const { body } = await admin('POST', '/dids', { numbers: ['+12125550190'] });
    const didId = body.added[0].id;
    const assigned = await admin('POST', `/dids/${didId}/assign`, { tenantId: box.id });
    expect(assigned.body).toMatchObject({ status: 422, errors: [{ path: 'tenantId' }] });
    await expect(app.query('update dids set tenant_id = $1 where id = $2', [box.id, didId])).rejects.toThrow(
      'a sandbox has no numbers',
    );
  });

  test('has twenty extensions at most', async () => {
    const full = await createTenant(admin, {
      prefix: 'full',
      extensions: Array.from({ length: 20 }, (_, n) => String(431 + n)),
      fields: { sandbox: true },
    });
    const more = await admin('POST', `${full.path}/extensions`, { number: '501', name: 'One more' });
    expect(more.body).toMatchObject({ status: 409, code: 'limit_reached', limit: 20, current: 20 });
    await full.cancel();
  });

  test('is one of three at most: a cancelled one makes room, and comes back only into room', async () => {
    const second = await createTenant(admin, { prefix: 'second', fields: { sandbox: true } });
    await createTenant(admin, { prefix: 'third', fields: { sandbox: true } });
    const fourth = { name: 'Fourth', sipPrefix: 'fourth', sandbox: true };
    expect((await admin('POST', '/tenants', fourth)).body).toMatchObject({ code: 'too_many_sandboxes', limit: 3 });
    await second.cancel();
    const made = await admin('POST', '/tenants', fourth);
    expect(made.status).toBe(201);
    expect((await admin('POST', `${second.path}/reactivate`, {})).body).toMatchObject({ code: 'too_many_sandboxes' });
    await admin('POST', `/tenants/${made.body.id}/cancel`, { confirmName: 'Fourth' });
  });
});

describe('keys', () => {
  test('make tenants of their mode', async () => {
    const by = async (key: ApiUser['call'], sipPrefix: string, sandbox?: boolean) =>
      key('POST', '/tenants', { name: sipPrefix, sipPrefix, ...(sandbox !== undefined && { sandbox }) });
    expect((await by(liveKey, 'keya')).body).toMatchObject({ sandbox: false });
    const boxed = await by(testKey, 'keyb');
    expect(boxed.body).toMatchObject({ sandbox: true });
    expect((await by(liveKey, 'keyc', true)).body.errors).toMatchObject([{ path: 'sandbox' }]);
    expect((await by(testKey, 'keyd', false)).body.errors).toMatchObject([{ path: 'sandbox' }]);
    await testKey('POST', `/tenants/${boxed.body.id}/cancel`, { confirmName: 'keyb' });
  });

  test('see tenants of their mode only: lists, searches, exports, single ones', async () => {
    const expected = [
      { key: testKey, sees: box, hides: live },
      { key: liveKey, sees: live, hides: box },
    ];
    for (const { key, sees, hides } of expected) {
      const seen = [
        await key('GET', '/tenants'),
        await key('GET', `/tenants?search=${sees.name}`),
        await key('GET', '/tenants/export'),
        await key('GET', '/audit-events?limit=200'),
        await key('GET', '/audit-events/export'),
      ];
      for (const { status, text } of seen) {
        expect(status, text).toBe(200);
        expect(text).toContain(sees.id);
        expect(text).not.toContain(hides.id);
      }
      const none = await key('GET', `/tenants?search=${hides.name}`);
      expect(none.body).toMatchObject({ items: [], total: 0 });
      const { body: listed } = await key('GET', '/tenants');
      expect(listed.total).toBe(listed.items.length);
      expect((await key('GET', hides.path)).status).toBe(404);
      expect((await key('GET', `${hides.path}/extensions`)).status).toBe(404);
      expect((await key('PATCH', hides.path, { name: 'Mine' })).status).toBe(404);
    }
  });

  test('choose among tenants of their mode only, and keep it when they are replaced', async () => {
    const key = (mode: string, tenantId: string) =>
      admin('POST', '/api-keys', { name: 'Key', mode, scopes: ['tenants.read'], tenantIds: [tenantId] });
    expect((await key('test', live.id)).body.errors).toMatchObject([{ path: 'tenantIds.0' }]);
    expect((await key('live', box.id)).body.errors).toMatchObject([{ path: 'tenantIds.0' }]);
    const made = (await key('test', box.id)).body;
    const next = (await admin('POST', `/api-keys/${made.id}/rotate`, {})).body;
    expect(next).toMatchObject({ mode: 'test', key: expect.stringMatching(/^pbx_test_/) });
    expect((await admin('PATCH', `/api-keys/${made.id}`, { mode: 'live' })).status).toBe(422);
  });

  test('read their own part of the request log', async () => {
    const rows = (keys: boolean) =>
      app.query(
        `insert into api_requests (slot, id, partner_id, key_id, at, method, route, status, duration_ms, represents, test)
         values (0, $1, $2, $1, now(), 'GET', $3, 200, 1, 1, $4)`,
        [newId(), partnerId, keys ? '/of-test' : '/of-live', keys],
      );
    await rows(true);
    await rows(false);
    const routes = async (key: ApiUser['call']) =>
      (await key('GET', '/api-requests?limit=200')).body.items.map(({ route }: { route: string }) => route);
    expect(await routes(testKey)).toContain('/of-test');
    expect(await routes(testKey)).not.toContain('/of-live');
    expect(await routes(liveKey)).toContain('/of-live');
    expect(await routes(liveKey)).not.toContain('/of-test');
  });

  test('read in the audit trail of keys and webhooks of their mode, also of deleted ones; people read of both', async () => {
    const leaveTraces = async (mode: 'live' | 'test') => {
      const hook = { name: `The ${mode} webhook`, mode, url: 'https://crm.example/hook', types: ['call.ended'] };
      const { body: webhook } = await admin('POST', '/webhooks', hook);
      const { body: key } = await admin('POST', '/api-keys', { name: `The ${mode} key`, mode, scopes: SCOPES });
      for (const path of [`/webhooks/${webhook.id}`, `/api-keys/${key.id}`]) {
        expect((await admin('PATCH', path, { name: `Another ${mode} one` })).status).toBe(200);
        expect((await admin('DELETE', path)).status).toBe(204);
      }
      return [webhook.id, key.id];
    };
    const ids = { live: await leaveTraces('live'), test: await leaveTraces('test') };
    for (const by of [testKey, liveKey]) expect((await by('GET', '/tenants/export')).status).toBe(200);
    const exports = async (by: ApiUser['call']): Promise<string[]> =>
      (await by('GET', '/audit-events?action=tenants.exported')).body.items.map(({ id }: { id: string }) => id);
    const [ofTest, ofLive] = [await exports(testKey), await exports(liveKey)];
    expect([ofTest.length > 0, ofLive.length > 0]).toEqual([true, true]);
    expect(ofTest.filter((id) => ofLive.includes(id))).toEqual([]);
    const read = async (by: ApiUser['call']) => {
      const all = [await by('GET', '/audit-events?limit=200'), await by('GET', '/audit-events/export')];
      return all.map(({ status, text }) => {
        expect(status, text).toBe(200);
        // created, changed and revoked
        const seen = (of: string[]) => of.map((id) => Math.min(3, text.split(id).length - 1));
        return { live: seen(ids.live), test: seen(ids.test) };
      });
    };
    const [both, none] = [
      [3, 3],
      [0, 0],
    ];
    expect(await read(testKey)).toEqual(Array(2).fill({ live: none, test: both }));
    expect(await read(liveKey)).toEqual(Array(2).fill({ live: both, test: none }));
    expect(await read(admin)).toEqual(Array(2).fill({ live: both, test: both }));
  });

  test('use the same external ids in sandboxes and elsewhere', async () => {
    expect((await liveKey('PATCH', live.path, { externalId: 'crm-1' })).status).toBe(200);
    const same = await testKey('PATCH', box.path, { externalId: 'crm-1' });
    expect(same.status, same.text).toBe(200);
    expect((await testKey('GET', '/tenants?externalId=crm-1')).body.items).toMatchObject([{ id: box.id }]);
    const again = await admin('POST', '/tenants', { name: 'x', sipPrefix: 'extid', externalId: 'crm-1' });
    expect(again.body).toMatchObject({ code: 'external_id_taken', holder: { id: live.id } });
  });

  test('of test mode can’t do what concerns other tenants', async () => {
    for (const path of ['/dids', '/limits', '/partner/summary'])
      expect((await testKey('GET', path)).body, path).toMatchObject({ status: 403, code: 'forbidden' });
  });
});

describe('a played call', () => {
  test('rings, is answered and ends, with the events and the record of any call', async () => {
    const { status, body } = await played({ from: '+12125550177' });
    expect(status).toBe(202);
    const liveCalls = async () => (await testKey('GET', `${box.path}/live-calls`)).body.items;
    expect(await liveCalls()).toMatchObject([
      { id: body.id, direction: 'inbound', from: '+12125550177', ringing: [{ number: '101' }], answeredAt: null },
    ]);
    await playOn(body.id);
    expect(await liveCalls()).toMatchObject([{ ringing: [], talking: [{ number: '101' }] }]);
    const [{ answeredAt }] = await liveCalls();
    await playOn(body.id);
    expect(await liveCalls()).toEqual([]);
    const call = (await testKey('GET', `${box.path}/calls/${body.id}`)).body;
    expect(call).toMatchObject({
      outcome: 'answered',
      reason: null,
      answeredAt,
      answeredBy: { number: '101' },
      charge: null,
    });
    expect(new Date(call.endedAt) >= new Date(answeredAt)).toBe(true);
    await place();
    const of = (page: any) =>
      page.body.items.filter(({ data }: any) => data.id === body.id).map(({ type }: any) => type);
    expect(of(await testKey('GET', '/events?limit=200'))).toEqual(['call.started', 'call.answered', 'call.ended']);
    expect(of(await liveKey('GET', '/events?limit=200'))).toEqual([]);
  });

  test('is missed when its caller gives up, and a job that runs twice changes nothing', async () => {
    const { body } = await played({ outcome: 'missed', ringSeconds: 1 });
    await playOn(body.id);
    const read = async () => (await testKey('GET', `${box.path}/calls/${body.id}`)).body;
    const call = await read();
    expect(call).toMatchObject({ outcome: 'missed', answeredAt: null });
    const { run } = sandboxTasks.play_sandbox_call;
    const payload = { tenantId: box.id, callId: body.id, outcome: 'missed', talkSeconds: '5' };
    await run(payload, { db: worker, config: app.config, log: pino({ level: 'silent' }) });
    expect(await read()).toEqual(call);
  });

  test('is one for each Idempotency-Key', async () => {
    const body = { tenantId: box.id, extensionId: box.extensionId('101'), outcome: 'missed' };
    const once = () => testKey('POST', '/sandbox/calls', body, { 'idempotency-key': 'one call' });
    const [first, again] = [await once(), await once()];
    expect(again.text).toBe(first.text);
    await playOn(first.body.id);
  });

  test('ends when the sandbox is suspended meanwhile', async () => {
    const { body } = await played();
    await box.setStatus('SUSPENDED');
    await playOn(body.id);
    expect((await admin('GET', `${box.path}/calls/${body.id}`)).body).toMatchObject({ answeredAt: null });
    expect((await played()).body).toMatchObject({ status: 409, code: 'tenant_suspended' });
    await box.setStatus('ACTIVE');
  });

  test('is the sixth at once: refused', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push((await played({ outcome: 'missed' })).body.id);
    expect((await played()).body).toMatchObject({ status: 409, code: 'too_many_calls', limit: 5 });
    for (const id of ids) await playOn(id);
  });

  test('needs a sandbox of the same partner that the key may see', async () => {
    const refused = [
      await played({ tenantId: live.id }, admin),
      await played({ tenantId: live.id }),
      await played({ tenantId: newId() }),
      await played({}, await program('live')),
      await played({}, await program('test', [])),
    ];
    for (const { body } of refused) expect(body).toMatchObject({ status: 422, errors: [{ path: 'tenantId' }] });
    const extension = await played({ extensionId: live.extensionId('101') });
    expect(extension.body).toMatchObject({ status: 422, errors: [{ path: 'extensionId' }] });
  });
});

test('a webhook hears of tenants of its mode only', async () => {
  const add = async (mode: string) =>
    (await admin('POST', '/webhooks', { name: mode, mode, url: 'https://crm.example/x', types: ['tenant.updated'] }))
      .body;
  const [forTest, forLive] = [await add('test'), await add('live')];
  expect(forTest).toMatchObject({ mode: 'test' });
  await admin('PATCH', box.path, { name: 'Sandkasten 2' });
  await admin('PATCH', live.path, { name: 'Bakery 2' });
  await place();
  const heard = async (webhookId: string) =>
    (
      await app.query<{ tenant_id: string }>('select tenant_id from webhook_deliveries where webhook_id = $1', [
        webhookId,
      ])
    ).map((row) => row.tenant_id);
  expect(await heard(forTest.id)).toEqual([box.id]);
  expect(await heard(forLive.id)).toEqual([live.id]);
  // the same for events placed while it was paused, and for resent ones
  for (const { id } of [forTest, forLive])
    expect((await admin('POST', `/webhooks/${id}/pause`)).status).toBeLessThan(300);
  await admin('PATCH', box.path, { name: 'Sandkasten 3' });
  await admin('PATCH', live.path, { name: 'Bakery 3' });
  await place();
  const span = { from: new Date(Date.now() - 60_000).toISOString(), to: new Date(Date.now() + 60_000).toISOString() };
  for (const { id } of [forTest, forLive]) {
    const resumed = await admin('POST', `/webhooks/${id}/resume`, { from: 'missed' });
    expect(resumed.status, resumed.text).toBeLessThan(300);
    const replayed = await admin('POST', `/webhooks/${id}/replay`, { ...span, only: 'all' });
    expect(replayed.status, replayed.text).toBeLessThan(300);
  }
  for (const [webhook, tenant] of [
    [forTest, box],
    [forLive, live],
  ] as const) {
    const tenants = await heard(webhook.id);
    expect(tenants.length).toBeGreaterThan(1);
    expect(new Set(tenants)).toEqual(new Set([tenant.id]));
  }
  const wrong = {
    name: 'x',
    mode: 'test',
    url: 'https://crm.example/x',
    types: ['tenant.updated'],
    tenantIds: [live.id],
  };
  expect((await admin('POST', '/webhooks', wrong)).body.errors).toMatchObject([{ path: 'tenantIds.0' }]);
});
