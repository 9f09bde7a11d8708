import { afterAll, expect, test } from 'vitest';
import { openWebhookFixture } from '../../test/webhook-fixture.ts';
import { EVENT_TYPES } from '../events/catalogue-contract.ts';
import { newId } from '../platform/values/ids.ts';
import { isAnyOn } from './sending/sql.ts';

const fixture = await openWebhookFixture();
const { app, done, hook, callFrom, place, tenantId } = fixture;
afterAll(() => fixture.close());

const NOWHERE = 'http://127.0.0.1:9/';

/** The waiting messages by webhook name. */
async function waiting(): Promise<Record<string, unknown[]>> {
  const rows = await app.query<{ name: string; events: unknown[] }>(
    `select w.name, coalesce(json_agg(json_build_array(d.event_id, d.tenant_id, d.type, d.urgent, d.position) order by d.event_id)
       filter (where d.id is not null), '[]') as events
     from webhooks w left join webhook_deliveries d on d.webhook_id = w.id and d.state = 'pending' group by w.name order by w.name`,
  );
  return Object.fromEntries(rows.map(({ name, events }) => [name, events]));
}

/** Queues the event of a purge. */
const queuePurged = (id: string) =>
  app.query(
    `insert into queued_events (partner_id, source, name, subject_id, facts, occurred_at)
     select partner_id, 'audit', 'tenant.purged', $1, '{}', now() from tenants where id = $2`,
    [id, tenantId],
  );

test('a webhook gets the same events when they are placed, sent again, and sent after a pause', async () => {
  const clinic = await fixture.tenant('Clinic');
  const sandbox = await done('POST', '/tenants', { name: 'Lab', sipPrefix: 'lab', status: 'ACTIVE', sandbox: true });
  const purged = newId();
  await place();
  // earlier events are outside the replayed span
  await app.query(`update events set placed_at = placed_at - interval '1 hour'`);
  const all = { types: EVENT_TYPES };
  const webhooks = [
    ['calls', { types: ['call.started'] }],
    ['all', all],
    ['strict', { ...all, strictOrder: true }],
    ['clinic', { ...all, tenantIds: [clinic] }],
    ['clinic and bakery calls', { types: ['call.started'], tenantIds: [clinic, tenantId] }],
    ['nobody', { ...all, tenantIds: [] }],
    ['test', { ...all, mode: 'test' }],
    ['test, chosen', { ...all, mode: 'test', tenantIds: [sandbox.id] }],
  ] as const;
  const ids: string[] = [];
  for (const [name, more] of webhooks) ids.push((await hook(NOWHERE, { name, ...more })).id);
  const from = new Date(Date.now() - 1000).toISOString();

  for (const of of [tenantId, clinic, sandbox.id]) {
    await callFrom('101', of);
    await done('POST', `/tenants/${of}/extensions`, { number: '101', name: 'Desk' });
    await app.query(`insert into emergency_calls (call_id, tenant_id, called_at) values (gen_random_uuid(), $1, now())`, [of]); // prettier-ignore
  }
  await queuePurged(purged);
  // a purged sandbox is still treated as one
  await queuePurged(sandbox.id);
  const stranger = await app.user('partner_admin', { partnerId: await app.partner('Contoso') });
  const { body: foreign } = await stranger.call('POST', '/tenants', { name: 'F', sipPrefix: 'fff', status: 'ACTIVE' });
  await callFrom('101', foreign.id);
  await place();
  const placed = await waiting();
  expect(Object.fromEntries(Object.entries(placed).map(([name, events]) => [name, events.length]))).toEqual({
    calls: 2,
    all: 7,
    strict: 7,
    clinic: 3,
    'clinic and bakery calls': 2,
    nobody: 0,
    test: 4,
    'test, chosen': 3,
  });

  await app.query('delete from webhook_deliveries');
  const to = new Date(Date.now() + 60_000).toISOString();
  for (const id of ids) await done('POST', `/webhooks/${id}/replay`, { from, to, only: 'all' });
  expect(await waiting()).toEqual(placed);

  await app.query('delete from webhook_deliveries');
  for (const id of ids) {
    await done('POST', `/webhooks/${id}/pause`);
    // as if it had been paused before all of these events
    await app.query(
      `update webhooks w set stopped_position =
         (select min(position) - 1 from events e where e.partner_id = w.partner_id and placed_at >= $2) where id = $1`,
      [id, from],
    );
    await done('POST', `/webhooks/${id}/resume`, { from: 'missed' });
  }
  expect(await waiting()).toEqual(placed);
});

test('the sequencer runs often while a webhook of any partner is on', async () => {
  await fixture.clear();
  expect(await isAnyOn(fixture.db)).toBe(false);
  const { id } = await hook(NOWHERE);
  expect(await isAnyOn(fixture.db)).toBe(true);
  await done('POST', `/webhooks/${id}/pause`);
  expect(await isAnyOn(fixture.db)).toBe(false);
});
