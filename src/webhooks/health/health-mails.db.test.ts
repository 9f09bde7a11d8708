import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openWebhookFixture, silent } from '../../../test/webhook-fixture.ts';
import { respondOk, type Receiver, refusing } from '../../../test/webhook-receiver.ts';
import { type GuardedSender, openGuardedSender } from '../../platform/http-client/exchange.ts';
import { Dispatcher } from '../sending/dispatcher.ts';

const HOUR = 3_600_000;
const fixture = await openWebhookFixture();
const { app, done, receiver, hook, callFrom, place } = fixture;
let sender: GuardedSender;
let at: number;

beforeAll(() => {
  sender = openGuardedSender({ privateAddresses: 'allow', connectMs: 1000, connections: 100 });
});
afterEach(async () => {
  await fixture.clear();
  await app.query('delete from mails');
});
afterAll(async () => {
  await sender.close();
  await fixture.close();
});

/** A dispatcher with the test's clock. */
const dispatcher = (): Dispatcher =>
  new Dispatcher({
    db: fixture.db,
    sender,
    secretKey: app.config.secretKey,
    log: silent,
    now: () => at,
    wake: () => undefined,
  });

/** Sends waiting messages after this many hours. */
async function sendAfter(hours: number, one: Dispatcher): Promise<void> {
  at += hours * HOUR;
  await app.query(`update webhook_deliveries set due_at = now() where state = 'pending'`);
  await one.turn('everywhere');
  await one.end(5000);
}

const mails = async () =>
  (await app.query<{ subject: string }>('select subject from mails order by id')).map(({ subject }) => subject);

/** A webhook whose receiver has failed since noon. */
async function failing(one: Dispatcher): Promise<{ id: string; crm: Receiver }> {
  const crm = await receiver(refusing(503));
  const { id } = await hook(crm);
  for (let number = 0; number < 6; number++) await callFrom(String(number));
  await place();
  at = Date.parse('2026-11-05T12:00Z');
  await sendAfter(0, one);
  expect(await done('GET', `/webhooks/${id}`)).toMatchObject({ state: 'failing' });
  return { id, crm };
}

test('mails once after an hour of failures, once a day before a webhook is turned off, and once when it is', async () => {
  const one = dispatcher();
  const { id } = await failing(one);
  await sendAfter(0.5, one);
  expect(await mails()).toEqual([]);
  const isFailing = ['Webhook “CRM” is failing'];
  for (const hours of [1, 1, 5, 12]) {
    await sendAfter(hours, one);
    expect(await mails()).toEqual(isFailing);
  }
  // another process knows only what is stored
  const next = dispatcher();
  await sendAfter(12, next);
  expect(await mails()).toEqual(isFailing);
  const isEnding = [...isFailing, 'Webhook “CRM” is about to be turned off'];
  for (const hours of [18, 6, 6]) {
    await sendAfter(hours, next);
    expect(await mails()).toEqual(isEnding);
  }
  await sendAfter(1, dispatcher());
  expect(await mails()).toEqual(isEnding);
  await sendAfter(12, dispatcher());
  expect(await mails()).toEqual([...isEnding, 'Webhook “CRM” was turned off']);
  expect(await done('GET', `/webhooks/${id}`)).toMatchObject({ state: 'failed' });
  const [{ body } = { body: '' }] = await app.query<{ body: string }>('select body from mails order by id limit 1');
  expect(body).toContain('turned off on Sunday, November 8, 2026 at 12:00 PM UTC');
});

test('an unstable receiver causes at most one mail of each kind a day', async () => {
  const one = dispatcher();
  const { crm } = await failing(one);
  for (let round = 0; round < 3; round++) {
    crm.state.answer = refusing(503);
    for (let number = 0; number < 6; number++) await callFrom('x');
    await place();
    // the growing batches after a recovery, then a probe after an hour
    for (const hours of [0, 0.01, 0.01, 0.01, 1.5]) await sendAfter(hours, one);
    crm.state.answer = respondOk;
    for (let turn = 0; turn < 8; turn++) await sendAfter(0.1, one);
  }
  expect(await mails()).toEqual(['Webhook “CRM” is failing', 'Webhook “CRM” works again']);
});
