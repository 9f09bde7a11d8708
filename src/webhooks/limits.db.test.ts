import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { until } from '../../test/until.ts';
import { openWebhookFixture, silent } from '../../test/webhook-fixture.ts';
import { respondOk, type Receiver } from '../../test/webhook-receiver.ts';
import { type GuardedSender, openGuardedSender } from '../platform/http-client/exchange.ts';
import { listeningPort } from '../platform/process/listening-port.ts';
import { Dispatcher } from './sending/dispatcher.ts';

const IN_ALL = 40;
const fixture = await openWebhookFixture();
const { app, receiver, hook, callFrom, deliveriesOf, place } = fixture;
let sender: GuardedSender;
/** Responses that the receivers have delayed. */
const owed: (() => void)[] = [];

beforeAll(() => {
  sender = openGuardedSender({ privateAddresses: 'allow', connectMs: 5000, connections: 100 });
});
afterEach(fixture.clear);
afterAll(async () => {
  await sender.close();
  await fixture.close();
});

const holding = (): Promise<Receiver> =>
  receiver((request, response) => void owed.push(() => respondOk(request, response)));

test('a partner whose receivers never respond leaves capacity for another partner', async () => {
  const slow = await Promise.all(Array.from({ length: 6 }, holding));
  for (const one of slow) await hook(one);
  const other = await app.user('partner_admin', { partnerId: await app.partner('Contoso') });
  const quick = await holding();
  const made = await other.call('POST', '/webhooks', { name: 'CRM', url: quick.url, types: ['call.started'] });
  quick.state.secret = made.body.secret;
  const { body: tenant } = await other.call('POST', '/tenants', { name: 'Shop', sipPrefix: 'shop', status: 'ACTIVE' });
  const sending = new Dispatcher({
    db: fixture.db,
    sender,
    secretKey: app.config.secretKey,
    log: silent,
    maxInAll: IN_ALL,
    wake: () => undefined,
  });
  const openAt = (receivers: readonly Receiver[]) => receivers.reduce((sum, { state }) => sum + state.open, 0);

  // 120 messages of one partner, which alone can use half of the capacity
  for (let number = 0; number < 20; number++) await callFrom(String(number));
  await place();
  for (let turn = 0; turn < 3; turn++) await sending.turn('everywhere');
  await until('its share', () => openAt(slow) === IN_ALL / 2);

  for (let number = 0; number < 10; number++) await callFrom(String(number), tenant.id);
  await place();
  await sending.turn('everywhere');
  await until('the other one’s', () => quick.state.open === 10);
  expect(openAt(slow)).toBe(IN_ALL / 2);
  for (const answer of owed.splice(0)) answer();
  await sending.end(5000);
});

test('connecting, including TLS, has a time limit', async () => {
  // accepts connections but sends nothing
  const mute = createServer(() => undefined);
  await new Promise<void>((ready) => mute.listen(0, '127.0.0.1', ready));
  const { id } = await hook(`https://127.0.0.1:${listeningPort(mute)}/`);
  await callFrom('1');
  await place();
  const impatient = openGuardedSender({ privateAddresses: 'allow', connectMs: 200, connections: 10 });
  const sending = new Dispatcher({
    db: fixture.db,
    sender: impatient,
    secretKey: app.config.secretKey,
    log: silent,
    wake: () => undefined,
  });
  await sending.turn('everywhere');
  // less than the limit of a whole request
  await sending.end(10_000);
  expect(await deliveriesOf(id)).toMatchObject([{ state: 'pending', attempts: 1, failure: 'too_slow', status: null }]);
  await impatient.close();
  mute.close();
});
