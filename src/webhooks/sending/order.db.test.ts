import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { until } from '../../../test/until.ts';
import { openWebhookFixture, silent } from '../../../test/webhook-fixture.ts';
import { respondOk, type Receiver, refusing } from '../../../test/webhook-receiver.ts';
import { runWorker } from '../../platform/db/jobs/jobs.ts';
import { type GuardedSender, openGuardedSender } from '../../platform/http-client/exchange.ts';
import { webhookTasks } from '../jobs.ts';
import { Dispatcher } from './dispatcher.ts';

const fixture = await openWebhookFixture();
const { app, admin, tenantId, done, receiver, callFrom, deliveriesOf, place } = fixture;
let clinic: string;
let sender: GuardedSender;

beforeAll(async () => {
  clinic = await fixture.tenant('Clinic');
  sender = openGuardedSender({ privateAddresses: 'allow', connectMs: 1000, connections: 100 });
  await place();
});
afterEach(fixture.clear);
afterAll(async () => {
  await sender.close();
  await fixture.close();
});

const hook = (to: Receiver, more: object = {}) => fixture.hook(to, { strictOrder: true, ...more });

/** A dispatcher that sends only in its turns. */
const dispatcher = (): Dispatcher =>
  new Dispatcher({
    db: fixture.db,
    sender,
    secretKey: app.config.secretKey,
    log: silent,
    wake: () => undefined,
  });

const isDueNow = () => app.query(`update webhook_deliveries set due_at = now() where state = 'pending'`);
/** Makes waiting messages due, with their first attempt three days ago. */
const isGivenUp = () =>
  app.query(`update webhook_deliveries set due_at = now(), tried_since = tried_since - interval '3 days' where state = 'pending'`); // prettier-ignore
const waitingAt = async (id: string): Promise<number> => (await done('GET', `/webhooks/${id}`)).waiting;
const said = (crm: Receiver) =>
  crm.received.flatMap(({ event: { data } }) => (typeof data['from'] === 'string' ? [data['from']] : []));

/** Sends until the receiver has this many messages. */
async function sendUntil(crm: Receiver, count: number, one = dispatcher()): Promise<Dispatcher> {
  await until(`${count} messages`, async () => {
    await one.turn('everywhere');
    return crm.received.length >= count;
  });
  await one.end(5000);
  return one;
}

/** Sends due messages and waits for the responses. */
async function sendDue(one = dispatcher()): Promise<void> {
  await one.turn('everywhere');
  await one.end(5000);
}

/** A receiver that refuses calls from `bad`. */
const refusingBad = async () => {
  const crm = await receiver();
  crm.state.answer = (request, response) =>
    (crm.received.at(-1)?.event.data['from'] === 'bad' ? refusing(500) : respondOk)(request, response);
  return crm;
};

/** Fails if an event arrives before all earlier ones of its tenant were accepted. */
function watchOrder(crm: Receiver, refuses: (request: number) => boolean) {
  const taken = new Map<string, Set<number>>();
  const faults: string[] = [];
  let requests = 0;
  crm.state.answer = (request, response) => {
    const { tenantId: tenant, sequence } = crm.received.at(-1)?.event ?? {};
    const ofTenant = taken.get(String(tenant)) ?? new Set<number>();
    taken.set(String(tenant), ofTenant);
    const at = Number(sequence);
    const isNew = !ofTenant.has(at);
    if (isNew && [...ofTenant].some((other) => other > at)) faults.push(`${at} of ${tenant} comes after later ones`);
    const isRefused = refuses(requests++);
    setTimeout(() => {
      if (!isRefused) ofTenant.add(at);
      (isRefused ? refusing(503) : respondOk)(request, response);
    }, Math.random() * 8);
  };
  return { faults, countOf: (tenant: string) => taken.get(tenant)?.size ?? 0 };
}

test('a refused event delays only its own tenant', async () => {
  const crm = await refusingBad();
  const { id } = await hook(crm, { types: ['call.started', 'emergency.called', 'limit.warning'] });
  await callFrom('bad');
  for (let number = 0; number < 30; number++) await callFrom('good');
  for (let number = 0; number < 10; number++) await callFrom(`clinic ${number}`, clinic);
  await app.query(`insert into emergency_calls (call_id, tenant_id, called_at) values (gen_random_uuid(), $1, now())`, [tenantId]); // prettier-ignore
  await app.query(`insert into queued_events (partner_id, tenant_id, source, name, subject_id, facts, occurred_at)
    select partner_id, id, 'event', 'limit.warning', id, '{"cap":"spend_cap","usedPercent":80}', now() from tenants where id = $1`, [tenantId]); // prettier-ignore
  await place();
  await sendUntil(crm, 13);
  expect(said(crm).filter((from) => from === 'good')).toEqual([]);
  expect(crm.received.map(({ type }) => type)).toEqual(expect.arrayContaining(['emergency.called', 'limit.warning']));
  expect(said(crm).filter((from) => from.startsWith('clinic'))).toEqual(
    Array.from({ length: 10 }, (_, number) => `clinic ${number}`),
  );
  const waiting = await deliveriesOf(id, '&state=pending');
  const bad = waiting.find(({ attempts }) => attempts > 0);
  const behind = waiting.filter((other) => other !== bad);
  expect(bad).toMatchObject({ attempts: 1, status: 500, waitsFor: null });
  expect(new Set(behind.map(({ waitsFor, nextAttemptAt }) => `${waitsFor} ${nextAttemptAt}`))).toEqual(
    new Set([`${bad?.id} null`]),
  );
  crm.state.answer = respondOk;
  crm.received.length = 0;
  await isDueNow();
  await sendUntil(crm, 31);
  expect(said(crm)).toEqual(['bad', ...Array(30).fill('good')]);
});

test('after three days it is parked with one mail, and sending it again releases the others', async () => {
  const crm = await refusingBad();
  const { id } = await hook(crm);
  for (const from of ['bad', '1', '2']) await callFrom(from);
  await place();
  await sendDue();
  await isGivenUp();
  await sendDue();
  const [parked] = await deliveriesOf(id, '&state=parked');
  expect(parked).toMatchObject({ attempts: 2, nextAttemptAt: null, type: 'call.started' });
  expect(await done('GET', `/webhooks/${id}`)).toMatchObject({ parked: 1, waiting: 2, state: 'on', strictOrder: true });
  await isDueNow();
  await callFrom('clinic', clinic);
  await place();
  await sendDue();
  expect(said(crm)).toEqual(['bad', 'bad', 'clinic']);
  const mails = () => app.query(`select subject, tenant_id from mails where occasion like 'webhook-parked:%'`);
  expect(await mails()).toEqual([{ subject: 'Webhook “CRM”: events of Bakery are waiting', tenant_id: tenantId }]);
  // refused again after three days, it doesn't turn the webhook off
  await app.query(`update webhooks set failing_since = now() - interval '4 days', failures = 9, probe_at = now()`);
  await done('POST', `/webhooks/${id}/deliveries/${parked?.id}/replay`);
  await sendDue();
  expect(await done('GET', `/webhooks/${id}`)).toMatchObject({ state: 'on', parked: 0, waiting: 3 });
  crm.state.answer = respondOk;
  await isDueNow();
  await sendUntil(crm, 7);
  expect(said(crm).slice(-3)).toEqual(['bad', '1', '2']);
  expect(await mails()).toHaveLength(1);
});

test('the three days count from the first attempt, not from when it was queued', async () => {
  const crm = await refusingBad();
  const { id } = await hook(crm);
  await callFrom('bad');
  await place();
  await app.query(`update webhook_deliveries set queued_at = now() - interval '5 days' where webhook_id = $1`, [id]);
  await sendDue();
  await isDueNow();
  await sendDue();
  expect((await deliveriesOf(id))[0]).toMatchObject({ state: 'pending', attempts: 2 });
});

test('skipping it releases the next one, is audited, and can’t be overwritten', async () => {
  const crm = await receiver();
  const { id } = await hook(crm);
  const open: (() => void)[] = [];
  crm.state.answer = (_request, response) => void open.push(() => void response.writeHead(500).end());
  for (const from of ['stuck', 'next']) await callFrom(from);
  await place();
  const one = dispatcher();
  await one.turn('everywhere');
  await until('the request', () => open.length === 1);
  const stuck = (await deliveriesOf(id)).find(({ waitsFor }) => waitsFor === null);
  expect(await done('POST', `/webhooks/${id}/deliveries/${stuck?.id}/skip`)).toMatchObject({ state: 'skipped' });
  // while the skipped one is still being sent, the next one waits
  await one.turn('everywhere');
  await pause(50);
  expect(crm.state.requests).toBe(1);
  crm.state.answer = respondOk;
  open[0]?.();
  await sendUntil(crm, 2, one);
  expect(said(crm)).toEqual(['stuck', 'next']);
  expect((await deliveriesOf(id)).map(({ state }) => state).toSorted()).toEqual(['delivered', 'skipped']);
  expect(await admin('POST', `/webhooks/${id}/deliveries/${stuck?.id}/skip`)).toMatchObject({
    status: 409,
    body: { code: 'delivery_not_waiting' },
  });
  const audited = await app.query(`select after->>'deliveryId' as id from audit_events where action = 'webhook.delivery_skipped'`); // prettier-ignore
  expect(audited).toEqual([{ id: stuck?.id }]);
});

test('when a process dies after sending but before storing the result, the event is sent twice, before any later one', async () => {
  const crm = await receiver();
  await hook(crm);
  for (const from of ['1', '2', '3']) await callFrom(from);
  await place();
  const killed = dispatcher();
  await killed.turn('everywhere');
  await until('the first', () => crm.received.length === 1);
  await sendUntil(crm, 4);
  expect(said(crm)).toEqual(['1', '1', '2', '3']);
});

test('two processes that both believe they are the only one preserve the order, whatever is refused', async () => {
  const crm = await receiver();
  const { id } = await hook(crm);
  for (let number = 0; number < 40; number++) {
    await callFrom(String(number));
    await callFrom(String(number), clinic);
  }
  await place();
  const order = watchOrder(crm, () => Math.random() < 0.25);
  const both = [dispatcher(), dispatcher()];
  await until(
    'all of it',
    async () => {
      await isDueNow();
      await app.query('update webhooks set probe_at = now() where probe_at is not null');
      await Promise.all(both.map((one) => one.turn('everywhere')));
      return (await waitingAt(id)) === 0;
    },
    60_000,
  );
  for (const one of both) await one.end(5000);
  expect(order.faults).toEqual([]);
  expect([order.countOf(tenantId), order.countOf(clinic)]).toEqual([40, 40]);
  expect((await deliveriesOf(id)).every(({ state }) => state === 'delivered')).toBe(true);
});

test('two workers preserve the order when one of them stops and the receiver is down at first', async () => {
  const crm = await receiver();
  const { id } = await hook(crm);
  // enough for the receiver to count as down; each further failed probe would double the wait
  const order = watchOrder(crm, (request) => request < 6 || Math.random() < 0.1);
  const start = () =>
    runWorker({ databaseUrl: app.database.urls.worker, tasks: webhookTasks, config: app.config, log: silent });
  const [first, second] = await Promise.all([start(), start()]);
  for (let number = 0; number < 50; number++) {
    await callFrom(String(number));
    await callFrom(String(number), clinic);
    if (number === 25) await first.stop();
  }
  await until(
    'all of it',
    async () => {
      await isDueNow();
      return order.countOf(tenantId) === 50 && order.countOf(clinic) === 50 && (await waitingAt(id)) === 0;
    },
    60_000,
  );
  await second.stop();
  expect(order.faults).toEqual([]);
});

test('turning strict order on lines up waiting messages, and turning it off sends everything and fails parked ones', async () => {
  const crm = await refusingBad();
  const { id } = await fixture.hook(crm);
  const order = async (strictOrder: boolean) => done('PATCH', `/webhooks/${id}`, { strictOrder });
  await callFrom('bad');
  await place();
  await sendDue();
  await done('POST', `/webhooks/${id}/pause`);
  for (const from of ['1', '2']) await callFrom(from);
  await place();
  await done('POST', `/webhooks/${id}/resume`, { from: 'missed' });
  await order(true);
  await sendDue();
  expect(said(crm)).toEqual(['bad', 'bad']);
  await isGivenUp();
  await sendDue();
  await callFrom('3');
  await place();
  await order(false);
  expect(await done('GET', `/webhooks/${id}`)).toMatchObject({ parked: 0, waiting: 3, strictOrder: false });
  expect((await deliveriesOf(id, '&state=failed')).map(({ attempts }) => attempts)).toEqual([2]);
  await sendUntil(crm, 6);
  expect(said(crm).slice(3).toSorted()).toEqual(['1', '2', '3']);
  const edits = await app.query(`select after->'strictOrder' as is from audit_events where action = 'webhook.edited' order by id`); // prettier-ignore
  expect(edits).toEqual([{ is: true }, { is: false }]);
});

test('resuming with missed events starts with the parked one, and resuming without skips it', async () => {
  const crm = await refusingBad();
  const { id } = await hook(crm);
  await callFrom('bad');
  await place();
  await sendDue();
  await isGivenUp();
  await sendDue();
  const missing = async (from: string, resume: 'missed' | 'now') => {
    await done('POST', `/webhooks/${id}/pause`);
    await callFrom(from);
    await place();
    await done('POST', `/webhooks/${id}/resume`, { from: resume });
  };
  crm.received.length = 0;
  await missing('1', 'missed');
  await sendDue();
  expect(said(crm)).toEqual(['bad']);
  await missing('2', 'now');
  await callFrom('3');
  await place();
  await sendUntil(crm, 2);
  expect(said(crm)).toEqual(['bad', '3']);
});

test('resuming with missed events resends those that failed before the webhook was turned off', async () => {
  const crm = await refusingBad();
  const { id } = await fixture.hook(crm);
  // only this one was refused, and a later one was accepted
  await callFrom('bad');
  await place();
  await sendDue();
  await isGivenUp();
  await sendDue();
  await app.query(`update webhook_deliveries set attempted_at = now() - interval '1 hour'`);
  await callFrom('taken');
  await place();
  await sendUntil(crm, 3);
  crm.state.answer = refusing(500);
  await callFrom('1');
  await place();
  await sendDue();
  await app.query(`update webhooks set failing_since = now() - interval '3 days', failures = 9, probe_at = now()`);
  await isGivenUp();
  await sendDue();
  expect(await done('GET', `/webhooks/${id}`)).toMatchObject({ state: 'failed', waiting: 0 });
  await callFrom('2');
  await place();
  crm.state.answer = respondOk;
  crm.received.length = 0;
  await done('POST', `/webhooks/${id}/resume`, { from: 'missed' });
  await sendUntil(crm, 2);
  expect(said(crm).toSorted()).toEqual(['1', '2']);
  expect((await deliveriesOf(id, '&state=failed')).length).toBe(1);
});

test('410 turns the webhook off without a mail about parking, and resuming begins with that event', async () => {
  const crm = await receiver(refusing(410));
  const { id } = await hook(crm);
  for (const from of ['1', '2']) await callFrom(from);
  await place();
  await app.query('delete from mails');
  await sendDue();
  expect(await done('GET', `/webhooks/${id}`)).toMatchObject({ state: 'gone', parked: 1, waiting: 1 });
  expect(await app.query('select subject from mails')).toEqual([{ subject: 'Webhook “CRM” was turned off' }]);
  crm.state.answer = respondOk;
  await done('POST', `/webhooks/${id}/resume`, { from: 'missed' });
  await sendUntil(crm, 3);
  expect(said(crm)).toEqual(['1', '1', '2']);
});

test('events replayed by time arrive in order, and emergency calls at once', async () => {
  const crm = await receiver();
  const { id } = await hook(crm, { types: ['call.started', 'emergency.called'] });
  const from = new Date().toISOString();
  for (const number of ['1', '2', '3']) await callFrom(number);
  await app.query(`insert into emergency_calls (call_id, tenant_id, called_at) values (gen_random_uuid(), $1, now())`, [tenantId]); // prettier-ignore
  await place();
  await sendUntil(crm, 4);
  crm.received.length = 0;
  await app.query('delete from webhook_deliveries where webhook_id = $1', [id]);
  const to = new Date(Date.now() + 60_000).toISOString();
  expect(await done('POST', `/webhooks/${id}/replay`, { from, to, only: 'all' })).toEqual({ queued: 4 });
  const one = dispatcher();
  await one.turn('everywhere');
  await until('both', () => crm.received.length === 2);
  expect(crm.received.map(({ type }) => type).toSorted()).toEqual(['call.started', 'emergency.called']);
  await sendUntil(crm, 4, one);
  expect(said(crm)).toEqual(['1', '2', '3']);
});

test('changing the address retries the parked event, and a purged tenant blocks no line', async () => {
  const crm = await refusingBad();
  const { id } = await hook(crm);
  await callFrom('bad');
  await callFrom('bad', clinic);
  await place();
  await sendDue();
  await isGivenUp();
  await sendDue();
  expect(await done('GET', `/webhooks/${id}`)).toMatchObject({ parked: 2 });
  const next = await receiver();
  next.state.secret = crm.state.secret;
  await app.query('delete from events where tenant_id = $1', [clinic]);
  await done('PATCH', `/webhooks/${id}`, { url: next.url });
  await sendUntil(next, 1);
  expect(await done('GET', `/webhooks/${id}`)).toMatchObject({ parked: 0, waiting: 0 });
  expect(next.received.map(({ event }) => event.tenantId)).toEqual([tenantId]);
});
