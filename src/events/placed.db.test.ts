import fs from 'node:fs';
import { Client } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { temporaryFolder } from '../../test/cluster.ts';
import { openFeed } from '../../test/feed.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { reviewCaps } from '../limits/cap-review.ts';
import { writePhoneWav } from '../platform/audio/wav.ts';
import { openStorage } from '../platform/db/storage.ts';
import { newId } from '../platform/values/ids.ts';
import { purgeTenant } from '../retention/retention.ts';
import { storeMessage } from '../voicemail/recorded.ts';
import { openSequencer } from './sequencer.ts';

/** The sequencer's batch size. */
const BATCH = 500;
/** More events than a quick look covers. */
const MANY = 5 * BATCH;

let app: TestApp;
let feed: ReturnType<typeof openFeed>;
let admin: ApiUser['call'];
let tenant: TestTenant;
const dataDir = temporaryFolder('placed');

beforeAll(async () => {
  app = await createTestApp({ dataDir });
  feed = openFeed(app);
  admin = (await app.user('partner_admin', { partnerId: await app.partner('Northwind') })).call;
  tenant = await createTenant(admin, { extensions: ['101'] });
});
afterAll(async () => {
  await feed.close();
  await app.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

async function done(method: string, path: string, body?: unknown) {
  const answer = await admin(method, path, body);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer.body;
}

/** Queues events of this many started calls. */
const queueCalls = (count: number) =>
  app.query(
    `insert into live_calls (id, tenant_id, direction, from_number, to_number, node, channel_id)
     select gen_random_uuid(), $1, 'internal', n::text, '102', 'node', 'channel' from generate_series(1, $2) n`,
    [tenant.id, count],
  );
const callEmergency = () =>
  app.query(`insert into emergency_calls (call_id, tenant_id, called_at) values ($2, $1, now())`, [tenant.id, newId()]);

test('urgent events are placed first, however many wait, and the others are placed in order, without missing any', async () => {
  while ((await feed.place()).isFull);
  const { nextCursor } = await feed.readAll(admin);
  const before = await feed.readAll(admin, nextCursor);
  expect(before.items).toEqual([]);
  await queueCalls(MANY);
  await callEmergency();
  await app.query(`insert into queued_events (partner_id, tenant_id, source, name, subject_id, facts, occurred_at)
    select partner_id, id, 'event', l.name, id, '{"cap":"spend_cap","usedPercent":80}', now()
    from tenants, unnest(array['limit.warning', 'limit.reached']) with ordinality as l (name, n) where id = $1 order by l.n`, [tenant.id]); // prettier-ignore
  const urgent = ['emergency.called', 'limit.warning', 'limit.reached'];
  // one process, in which each quick look begins where the previous one ended
  const sequencer = openSequencer(feed.worker, pino({ level: 'silent' }));
  expect(await sequencer.run('recent')).toMatchObject({ isFull: true });
  const first = await feed.readAll(admin, nextCursor);
  expect(first.items.map(({ type }) => type)).toEqual([...urgent, ...Array(BATCH - 3).fill('call.started')]);
  // one that is queued while others wait
  await callEmergency();
  await sequencer.run('recent');
  const second = await feed.readAll(admin, first.nextCursor);
  expect(second.items.map(({ type }) => type)).toEqual(['emergency.called', ...Array(BATCH - 1).fill('call.started')]);
  while ((await sequencer.run('recent')).isFull);
  const all = (await feed.readAll(admin, nextCursor)).items;
  // what was already read doesn't change, and the rest is in the order of the queue
  expect(all.slice(0, 2 * BATCH)).toEqual([...first.items, ...second.items]);
  const calls = all.flatMap(({ type, data }) => (type === 'call.started' && 'from' in data ? [Number(data.from)] : []));
  expect(calls).toEqual(Array.from({ length: MANY }, (_none, index) => index + 1));
  const sequences = all.map(({ sequence }) => Number(sequence));
  expect(sequences).toEqual(sequences.map((_one, index) => Number(sequences[0]) + index));
});

test('finds urgent events by their index, however long the queue is', async () => {
  const client = new Client({ connectionString: app.database.urls.superuser });
  await client.connect();
  // otherwise the planner would scan the small table
  await client.query('set enable_seqscan = off');
  const { rows } = await client.query(
    'explain select * from queued_events where id >= 0 and not refused and is_urgent_event(name) order by id limit 500',
  );
  await client.end();
  expect(JSON.stringify(rows)).toContain('queued_events_urgent');
});

test('a new voicemail message creates an event', async () => {
  await done('PATCH', `${tenant.path}/extensions/${tenant.extensionId('101')}`, { voicemailEnabled: true });
  const { items } = await done('GET', `${tenant.path}/mailboxes`);
  const note = {
    id: newId(),
    tenantId: tenant.id,
    mailboxId: items[0].id,
    callId: newId(),
    from: '+12125550177',
    fromName: 'MARIA',
    receivedAt: new Date().toISOString(),
  };
  const wav = writePhoneWav(new Float32Array(8000 * 3));
  const events = await feed.after(admin, async () => {
    expect(await storeMessage(app.db, openStorage(dataDir), note, wav)).toBe(true);
    // call control stores it again after a restart
    expect(await storeMessage(app.db, openStorage(dataDir), note, wav)).toBe(true);
  });
  const { mailboxId, callId, from, fromName } = note;
  expect(events.map(({ type, data }) => [type, data])).toEqual([
    ['voicemail.received', { id: note.id, mailboxId, callId, from, fromName, seconds: 3 }],
  ]);
});

test('a cap creates an event at its threshold and another when it is used up', async () => {
  const { id: billingProfileId } = await done('POST', '/billing-profiles', { name: 'Monthly', currency: 'USD' });
  const { id } = await createTenant(admin, { prefix: 'capped', fields: { billingProfileId } });
  const limits = await done('GET', `/tenants/${id}/limits`);
  await done('PUT', `/tenants/${id}/limits`, { ...limits, monthlySpend: { amount: '10.00', currency: 'USD' } });
  await reviewCaps(feed.worker, id, null, new Date());
  const events = await feed.after(admin, async () => {
    for (const spent of [7_999_999, 8_500_000, 10_000_000, 12_000_000]) {
      await app.query('update billing_cycles set spent_micros = $2 where tenant_id = $1', [id, spent]);
      await reviewCaps(feed.worker, id, null, new Date());
    }
  });
  const limit = events.filter(({ type }) => type.startsWith('limit.'));
  expect(limit.map(({ type, data, tenantId }) => [type, data, tenantId])).toEqual([
    ['limit.warning', { cap: 'spend_cap', usedPercent: 85 }, id],
    ['limit.reached', { cap: 'spend_cap', usedPercent: 100 }, id],
  ]);
});

test('after a purge, the feed has one last event with only the tenant’s id', async () => {
  const fleeting = await createTenant(admin, { prefix: 'fleeting', name: 'Secret Name', extensions: ['101'] });
  await done('PATCH', fleeting.path, { externalId: 'crm-9' });
  await fleeting.cancel();
  await feed.after(admin, () => Promise.resolve());
  await app.query(
    `update tenants set cancelled_at = cancelled_at - interval '91 days', purge_at = purge_at - interval '91 days' where id = $1`,
    [fleeting.id],
  );
  const deps = { db: feed.worker, storage: openStorage(dataDir), dataDir };
  const events = await feed.after(admin, async () => {
    expect(await purgeTenant(deps, fleeting.id)).toBe('purged');
  });
  expect(events).toEqual([
    {
      id: expect.any(String),
      type: 'tenant.purged',
      apiVersion: 'v1',
      tenantId: fleeting.id,
      tenantExternalId: null,
      occurredAt: expect.any(String),
      sequence: null,
      data: { id: fleeting.id },
    },
  ]);
  const { items } = await feed.readAll(admin);
  expect(items.filter(({ tenantId }) => tenantId === fleeting.id)).toEqual(events);
  expect(JSON.stringify(items)).not.toMatch(/Secret Name|crm-9/);
});
