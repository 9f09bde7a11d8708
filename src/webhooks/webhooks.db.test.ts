import { createServer } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestApp } from '../../test/app.ts';
import { until } from '../../test/until.ts';
import { openWebhookFixture, silent } from '../../test/webhook-fixture.ts';
import { respondOk, refusing } from '../../test/webhook-receiver.ts';
import { selfSigned } from '../edge/certificate.ts';
import { runWorker } from '../platform/db/jobs/jobs.ts';
import { openGuardedSender } from '../platform/http-client/exchange.ts';
import { listeningPort } from '../platform/process/listening-port.ts';
import type { WebhookDelivery } from './contract.ts';
import { webhookTasks } from './jobs.ts';
import { Dispatcher } from './sending/dispatcher.ts';

const fixture = await openWebhookFixture();
const { app, admin, tenantId, done, receiver, hook, callFrom, deliveriesOf } = fixture;
let worker: Awaited<ReturnType<typeof runWorker>>;

const startWorker = () =>
  runWorker({ databaseUrl: app.database.urls.worker, tasks: webhookTasks, config: app.config, log: silent });

beforeAll(async () => {
  worker = await startWorker();
});
afterEach(fixture.clear);
afterAll(async () => {
  await worker.stop();
  await fixture.close();
});

const ended = (id: string): Promise<WebhookDelivery> =>
  until('an attempt', async () => (await deliveriesOf(id)).find(({ attempts }) => attempts > 0));

test('an event arrives signed as in Standard Webhooks, byte for byte, whatever it contains', async () => {
  const crm = await receiver();
  const { id } = await hook(crm, { types: ['extension.created'] });
  await done('POST', `/tenants/${tenantId}/extensions`, { number: '101', name: 'Möbel 😀 "\\' });
  const [message] = await until('the message', () => crm.received.length > 0 && crm.received);
  expect(message?.event).toMatchObject({ type: 'extension.created', data: { name: 'Möbel 😀 "\\' } });
  expect(message?.id).toBe(message?.event.id);
  expect(crm.state.unverified).toBe(0);
  const [delivery] = await until('the delivery', async () => {
    const found = await deliveriesOf(id);
    return found[0]?.state === 'delivered' && found;
  });
  expect(delivery).toMatchObject({ eventId: message?.id, status: 204, attempts: 1, tenantId });
});

test('a webhook gets only the events of its types and tenants', async () => {
  const [all, chosen, other] = [await receiver(), await receiver(), await receiver()];
  const { id: second } = await done('POST', '/tenants', { name: 'Clinic', sipPrefix: 'clinic', status: 'ACTIVE' });
  await hook(all);
  await hook(chosen, { tenantIds: [second] });
  await hook(other, { types: ['call.ended'] });
  const stranger = await app.user('partner_admin', { partnerId: await app.partner('Contoso') });
  const foreign = await receiver();
  const made = await stranger.call('POST', '/webhooks', { name: 'x', url: foreign.url, types: ['call.started'] });
  foreign.state.secret = made.body.secret;
  await callFrom('1');
  await callFrom('2', second);
  await until('all of them', () => all.received.length === 2 && chosen.received.length === 1);
  expect(chosen.received[0]?.event.data).toMatchObject({ from: '2' });
  expect([other.state.requests, foreign.state.requests]).toEqual([0, 0]);
});

test('a secret is shown once and stored sealed, and the old and new secrets overlap for the chosen time', async () => {
  const crm = await receiver();
  const made = await hook(crm);
  expect(made.secret).toMatch(/^whsec_/);
  expect(JSON.stringify(await done('GET', `/webhooks/${made.id}`))).not.toContain(made.secret);
  const [{ dump }] = (await app.query(`select (select string_agg(w::text, '') from webhooks w) || (select string_agg(a::text, '') from audit_events a) as dump`)) as [{ dump: string }]; // prettier-ignore
  expect(dump).not.toContain(made.secret.slice(6));
  const next = await done('POST', `/webhooks/${made.id}/rotate`, { overlapHours: 24 });
  await callFrom('old');
  await until('the old secret', () => crm.received.length === 1);
  crm.state.secret = next.secret;
  await callFrom('new');
  await until('the new secret', () => crm.received.length === 2);
  await done('POST', `/webhooks/${made.id}/rotate`, { overlapHours: 0 });
  await callFrom('leaked');
  await until('a signature by neither', () => crm.state.unverified === 1);
});

test('the old secret is shown as valid only while it signs', async () => {
  const { id } = await hook('http://127.0.0.1:9/');
  const { oldSecretUntil } = await done('POST', `/webhooks/${id}/rotate`, { overlapHours: 1 });
  expect(Date.parse(oldSecretUntil)).toBeGreaterThan(Date.now());
  await app.query(`update webhooks set old_secret_until = now() - interval '1 second' where id = $1`, [id]);
  expect(await done('GET', `/webhooks/${id}`)).toMatchObject({ oldSecretUntil: null });
});

test('messages for a test are deleted with events of the same age', async () => {
  const { id } = await hook('http://127.0.0.1:9/');
  const old = (await done('POST', `/webhooks/${id}/test`)).id;
  const young = (await done('POST', `/webhooks/${id}/test`)).id;
  await app.query(`update webhook_deliveries set queued_at = now() - interval '31 days' where id = $1`, [old]);
  await app.query(`select drop_old_events('30 days', 100)`);
  expect((await deliveriesOf(id)).map((one) => one.id)).toEqual([young]);
});

test('a test arrives, but a paused webhook gets no tests or events', async () => {
  const crm = await receiver();
  const { id } = await hook(crm);
  await done('POST', `/webhooks/${id}/test`);
  await until('the test', () => crm.received[0]?.type === 'webhook.test');
  await done('POST', `/webhooks/${id}/pause`);
  expect(await admin('POST', `/webhooks/${id}/test`)).toMatchObject({ status: 409, body: { code: 'webhook_stopped' } });
  await callFrom('missed');
  await until('its place', async () => (await app.query('select from queued_events where not refused')).length === 0);
  expect(await done('POST', `/webhooks/${id}/resume`, { from: 'missed' })).toMatchObject({ state: 'on' });
  await until('what was missed', () => crm.received.length === 2);
  await done('POST', `/webhooks/${id}/pause`);
  await callFrom('unwanted');
  await until('its place', async () => (await app.query('select from queued_events where not refused')).length === 0);
  await done('POST', `/webhooks/${id}/resume`, { from: 'now' });
  await callFrom('wanted');
  await until('what came after', () => crm.received.length === 3);
  expect(crm.received.map(({ event }) => event.data['from'])).toEqual([undefined, 'missed', 'wanted']);
});

test('a message is sent again with its id, alone or in a span of time', async () => {
  const crm = await receiver();
  const { id } = await hook(crm);
  const from = new Date().toISOString();
  await callFrom('1');
  await callFrom('2');
  await until('both', async () => (await deliveriesOf(id)).filter(({ state }) => state === 'delivered').length === 2);
  const [newest] = await deliveriesOf(id);
  await done('POST', `/webhooks/${id}/deliveries/${newest?.id}/replay`);
  await until('the third', () => crm.received.length === 3);
  expect(crm.received[2]?.id).toBe(newest?.eventId);
  const to = new Date(Date.now() + 60_000).toISOString();
  await until('the end of it', async () => (await deliveriesOf(id)).every(({ state }) => state === 'delivered'));
  expect(await done('POST', `/webhooks/${id}/replay`, { from, to })).toEqual({ queued: 0 });
  expect(await done('POST', `/webhooks/${id}/replay`, { from, to, only: 'all' })).toEqual({ queued: 2 });
  await until('all again', () => crm.received.length === 5);
  expect(new Set(crm.received.map((one) => one.id)).size).toBe(2);
  expect((await deliveriesOf(id)).every(({ replayed }) => replayed)).toBe(true);
});

test('a refused message is retried and delays no other', async () => {
  const crm = await receiver();
  const { id } = await hook(crm);
  crm.state.answer = (request, response) => (crm.received.at(-1)?.event.data['from'] === 'bad' ? refusing(500, {}, 'no\u0000pe')(request, response) : respondOk(request, response)); // prettier-ignore
  await callFrom('bad');
  const first = await ended(id);
  expect(first).toMatchObject({ state: 'pending', status: 500, response: 'nope', failure: null });
  expect(Date.parse(first.nextAttemptAt ?? '')).toBeGreaterThan(Date.now() + 2000);
  for (let number = 0; number < 50; number++) await callFrom('good');
  await until('the others', () => crm.received.filter(({ event }) => event.data['from'] === 'good').length === 50);
  // as if they were due
  await app.query(`update webhook_deliveries set due_at = now() where state = 'pending'`);
  await until(
    'the second attempt',
    async () => (await done('GET', `/webhooks/${id}/deliveries?state=pending`)).items[0]?.attempts === 2,
  );
  expect(await done('GET', `/webhooks/${id}`)).toMatchObject({ state: 'on', waiting: 1 });
});

test('a receiver that is down gets one probe at a time, then growing batches, and nothing is lost', async () => {
  const crm = await receiver(refusing(503));
  const { id } = await hook(crm);
  for (let number = 0; number < 60; number++) await callFrom(String(number));
  await until('the state', async () => (await done('GET', `/webhooks/${id}`)).state === 'failing');
  const { requests } = crm.state;
  expect(requests).toBeLessThan(25);
  await callFrom('one more');
  await pause(1500);
  expect(crm.state.requests).toBeLessThan(requests + 3);
  crm.state.answer = respondOk;
  crm.received.length = 0;
  await app.query(`update webhook_deliveries set due_at = now() where state = 'pending'`);
  await until('all of it', () => new Set(crm.received.map((one) => one.id)).size === 61, 40_000);
  expect(crm.state.maxOpen).toBeLessThanOrEqual(10);
  expect(await done('GET', `/webhooks/${id}`)).toMatchObject({ state: 'on' });
});

test('ten messages that fail together store the webhook’s failure once', async () => {
  const crm = await receiver();
  const { id } = await hook(crm);
  // all ten are open at the same time, then all are refused
  const open: (() => void)[] = [];
  crm.state.answer = (_request, response) => void open.push(() => void response.writeHead(500).end());
  await app.query(`create table written (url text); alter table written owner to sequencer;
    create function note_health() returns trigger language plpgsql security definer as 'begin insert into written values (new.url); return null; end';
    create trigger note_health after update of failing_since on webhooks for each row execute function note_health()`); // prettier-ignore
  for (let number = 0; number < 10; number++) await callFrom(String(number));
  await until('all ten', () => open.length === 10);
  for (const refuse of open.splice(0)) refuse();
  await until('the state', async () => (await done('GET', `/webhooks/${id}`)).state === 'failing');
  await until('what came of them', async () => (await deliveriesOf(id)).every(({ attempts }) => attempts === 1));
  expect(await app.query('select from written')).toHaveLength(1);
  await app.query('drop trigger note_health on webhooks; drop function note_health; drop table written');
});

test('mails that a receiver works again after an hour of failures, once a day', async () => {
  const crm = await receiver(refusing(503));
  const { id } = await hook(crm);
  const failAndRecover = async (hours: number) => {
    crm.state.answer = refusing(503);
    for (let number = 0; number < 6; number++) await callFrom('x');
    await until('the state', async () => (await done('GET', `/webhooks/${id}`)).state === 'failing');
    await worker.stop();
    await app.query(`update webhooks set failing_since = now() - make_interval(hours => $1), probe_at = now()`, [
      hours,
    ]);
    await app.query(`update webhook_deliveries set due_at = now() where state = 'pending'`);
    crm.state.answer = respondOk;
    worker = await startWorker();
    await until('the end of it', async () => (await done('GET', `/webhooks/${id}`)).state === 'on');
    await until('all of it', async () => (await deliveriesOf(id)).every(({ state }) => state === 'delivered'));
  };
  const mails = () => app.query(`select subject from mails where occasion like 'webhook-works:%'`);
  await failAndRecover(0);
  expect(await mails()).toEqual([]);
  await failAndRecover(2);
  await failAndRecover(2);
  expect(await mails()).toEqual([{ subject: 'Webhook “CRM” works again' }]);
});

test('emergency calls never wait, even while a receiver is failing', async () => {
  const crm = await receiver(refusing(500));
  const { id } = await hook(crm, { types: ['call.started', 'emergency.called'] });
  for (let number = 0; number < 30; number++) await callFrom('x');
  await until('the state', async () => (await done('GET', `/webhooks/${id}`)).state === 'failing');
  await app.query(`update webhooks set probe_at = now() + interval '1 hour' where id = $1`, [id]);
  crm.received.length = 0;
  await app.query(`insert into emergency_calls (call_id, tenant_id, called_at) values (gen_random_uuid(), $1, now())`, [tenantId]); // prettier-ignore
  await until('the emergency', () => crm.received.some(({ type }) => type === 'emergency.called'));
  expect(await done('GET', `/webhooks/${id}`)).toMatchObject({ state: 'failing' });
});

test('410 turns a webhook off at once, and three days of failures do so once, each with a mail', async () => {
  const gone = await receiver(refusing(410));
  const { id } = await hook(gone);
  await callFrom('1');
  await until('the state', async () => (await done('GET', `/webhooks/${id}`)).state === 'gone');
  const dead = await receiver(refusing(500));
  const second = await hook(dead);
  for (let number = 0; number < 6; number++) await callFrom('x');
  await until('the state', async () => (await done('GET', `/webhooks/${second.id}`)).state === 'failing');
  await worker.stop();
  await app.query(`update webhooks set failing_since = now() - interval '3 days', probe_at = now() where id = $1`, [
    second.id,
  ]);
  await app.query(`update webhook_deliveries set due_at = now() where state = 'pending'`);
  worker = await startWorker();
  await until('the state', async () => (await done('GET', `/webhooks/${second.id}`)).state === 'failed');
  const mails = await app.query(`select subject from mails where occasion like 'webhook:%'`);
  expect(mails).toEqual(Array(2).fill({ subject: 'Webhook “CRM” was turned off' }));
  // missed events aren't lost
  await callFrom('missed');
  await until('its place', async () => (await app.query('select from queued_events where not refused')).length === 0);
  dead.state.answer = respondOk;
  dead.received.length = 0;
  await done('POST', `/webhooks/${second.id}/resume`, { from: 'missed' });
  await until('all of it', () => dead.received.length === 7);
});

test('a worker that dies while sending loses nothing', async () => {
  const crm = await receiver();
  await hook(crm);
  for (let round = 0; round < 3; round++) {
    for (let number = 0; number < 20; number++) await callFrom(`${round}.${number}`);
    await worker.stop();
    worker = await startWorker();
  }
  await until('all of it', () => new Set(crm.received.map((one) => one.id)).size === 60);
  expect(crm.state.unverified).toBe(0);
});

test('redirects aren’t followed, and responses that are too long are cut off', async () => {
  const inside = await receiver();
  const away = await receiver(refusing(307, { location: inside.url }));
  const redirecting = await hook(away);
  await callFrom('1');
  expect(await ended(redirecting.id)).toMatchObject({ state: 'pending', status: 307 });
  expect(inside.state.requests).toBe(0);
  let sent = 0;
  const talkative = await receiver((_request, response) => {
    response.writeHead(200);
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const more = (): void => {
      while (!response.destroyed && sent < 100 * 1024 * 1024) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  });
  const { id } = await hook(talkative);
  await callFrom('2');
  const delivery = await ended(id);
  expect(delivery).toMatchObject({ state: 'delivered', status: 200 });
  expect(delivery.response).toHaveLength(1024);
  expect(sent).toBeLessThan(20 * 1024 * 1024);
});

test('the page shows a bad certificate and a closed port', async () => {
  const { certificate: cert, key } = selfSigned('127.0.0.1');
  const server = createServer({ cert, key }, (_request, response) => void response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { id } = await hook(`https://127.0.0.1:${listeningPort(server)}/`);
  await callFrom('1');
  expect(await ended(id)).toMatchObject({ failure: 'bad_certificate', status: null, response: null });
  server.close();
  const closed = await receiver();
  await closed.close();
  const second = await hook(closed.url);
  await callFrom('2');
  expect(await ended(second.id)).toMatchObject({ failure: 'unreachable' });
});

test('a private address is refused both when saving and when connecting', async () => {
  const strict = await createTestApp({
    settings: { PUBLIC_URL: 'http://pbx.example/', EXTERNAL_ADDRESS: '8.8.4.4' },
  });
  const owner = await strict.user('partner_admin', { partnerId: await strict.partner('Strict') });
  const save = (url: string) => owner.call('POST', '/webhooks', { name: 'CRM', url, types: ['call.started'] });
  for (const url of [
    'https://127.0.0.1/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://169.254.169.254/',
    'https://100.64.0.1/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://0x7f.1/',
    'https://localhost/',
    'http://crm.example/',
    // this service itself
    'https://pbx.example/api/v1/tenants',
    'https://PBX.example.:8443/',
    'https://8.8.4.4/',
  ])
    // prettier-ignore
    expect(await save(url), url).toMatchObject({ status: 422, body: { errors: [{ path: 'url' }] } });
  for (const url of ['https://crm.example/', 'https://crm.pbx.example/'])
    expect((await save(url)).status, url).toBe(201);
  await strict.close();
});

test('a host name that later resolves to a private address gets nothing, and fails like a server that is down', async () => {
  const inside = await receiver();
  const { id } = await hook(`http://crm.example:${inside.port}/`);
  await worker.stop();
  let at = Date.now();
  const asked: string[] = [];
  const sender = openGuardedSender({
    privateAddresses: 'refuse',
    resolve: async (name) => (asked.push(name), ['127.0.0.1']),
    connectMs: 1000,
    connections: 10,
  });
  const dispatcher = new Dispatcher({
    db: fixture.db,
    sender,
    secretKey: app.config.secretKey,
    log: silent,
    now: () => at,
    wake: () => undefined,
  });
  const attemptAfter = async (milliseconds: number) => {
    at += milliseconds;
    await app.query(`update webhook_deliveries set due_at = now() where state = 'pending'`);
    await dispatcher.turn('everywhere');
    await dispatcher.end(5000);
    return (await deliveriesOf(id))[0];
  };
  const state = async () => (await done('GET', `/webhooks/${id}`)).state;
  await callFrom('1');
  await fixture.place();
  const first = await attemptAfter(0);
  expect(first).toMatchObject({ state: 'pending', attempts: 1, failure: 'closed', status: null, response: null });
  expect([first?.nextAttemptAt, await state()]).toEqual([expect.any(String), 'on']);
  for (let attempt = 2; attempt <= 5; attempt++) await attemptAfter(60_000);
  expect(await state()).toBe('failing');
  // only one probe
  expect(await attemptAfter(1000)).toMatchObject({ attempts: 5 });
  expect(await attemptAfter(60_000)).toMatchObject({ attempts: 6 });
  expect(await attemptAfter(72 * 3_600_000)).toMatchObject({ state: 'failed', failure: 'closed' });
  expect(await state()).toBe('failed');
  const mails = await app.query(`select subject from mails where occasion like $1`, [`webhook:${id}:%`]);
  expect(mails).toEqual([{ subject: 'Webhook “CRM” was turned off' }]);
  expect([new Set(asked), inside.state.requests]).toEqual([new Set(['crm.example']), 0]);
  await sender.close();
  worker = await startWorker();
});
