import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendActions } from '../../../src/asterisk/ami.ts';
import { requestAri } from '../../../src/asterisk/ari-request.ts';
import { watchExtension } from '../../sip/blf-key.ts';
import type { Carrier } from '../../sip/carrier.ts';
import type { Phone } from '../../sip/phone.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';
import { printDuration } from '../diagnostics.ts';

let fixture: CallControlFixture;
let bakery: TenantWithPhones;
let carrier: Carrier;
let watcher: RawPhone;
let stranger: RawPhone;
let ada: Phone;
let bob: Phone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  carrier = await fixture.addCarrier('carrier');
  bakery = await fixture.addTenant('bakery', ['101', '102', '103']);
  const garage = await fixture.addTenant('garage', ['201', '301']);
  await bakery.addNumber('+12125550101', '102');
  [ada, bob] = await Promise.all([bakery.openPhone('101'), bakery.openPhone('102')]);
  watcher = await bakery.openRawPhone('103');
  stranger = await garage.openRawPhone('301');
  await until('the hints', async () => (await watchExtension(stranger, '201')).status === 200);
});
afterAll(async () => {
  for (const each of [ada, bob, watcher, stranger, carrier]) await each?.[Symbol.asyncDispose]();
  await fixture?.[Symbol.asyncDispose]();
});

test('a BLF key shows ringing, talking and idle', async () => {
  const [callee, caller] = [await watchExtension(watcher, '102'), await watchExtension(watcher, '101')];
  await callee.shows('terminated');
  const atBob = bob.listen({ answerAfterMs: 'never', tone: 620 });
  const call = ada.call('102', { tone: 440 });
  await caller.shows('confirmed');
  await call.ringing;
  const rang = performance.now();
  await callee.shows('early');
  printDuration('a key shows ringing after the caller hears it', performance.now() - rang);
  (await atBob.nextCall()).answer();
  await call.answered;
  await callee.shows('confirmed');
  await call.hangUp();
  await callee.shows('terminated');
  await caller.shows('terminated');
  expect(await callee.renew()).toBe(200);
});

test('BLF keys never show the caller', async () => {
  const key = await watchExtension(watcher, '102');
  bob.listen({ answerAfterMs: 'never' });
  const call = carrier.callIn('+12125550101', {
    server: fixture.sip,
    from: '+13105550100',
    headers: { Privacy: 'id' },
  });
  await key.shows('early');
  expect(key.body()).not.toContain('3105550100');
  await call.hangUp();
  await key.shows('terminated');
});

test('watching another tenant’s extension gets the same 404 as an unknown number', async () => {
  for (const number of ['102', '999']) expect((await watchExtension(stranger, number)).status, number).toBe(404);
});

test('a new extension can be watched soon, and deleting an extension ends its subscriptions', async () => {
  const florist = await fixture.addTenant('florist', ['401', '402']);
  await using phone = await florist.openRawPhone('401');
  const key = await until('the hint of the new one', async () => {
    const watched = await watchExtension(phone, '402');
    return watched.status === 200 && watched;
  });
  const other = await watchExtension(watcher, '102');
  await fixture.app.query('delete from extensions where id = $1', [florist.extensionId('402')]);
  await until('the end of the subscription', key.hasEnded);
  expect((await watchExtension(phone, '402')).status).toBe(404);
  expect(other.hasEnded()).toBe(false);
});

test('cancelling a tenant ends its subscriptions', async () => {
  const motel = await fixture.addTenant('motel', ['501', '502']);
  await using phone = await motel.openRawPhone('501');
  const key = await until('the hints of the new one', async () => {
    const watched = await watchExtension(phone, '502');
    return watched.status === 200 && watched;
  });
  await motel.cancel();
  expect(await until('the end of the subscription', key.hasEnded)).toBe(true);
});

test('an unwatched extension has no hint, and a new key shows a call already in progress', async () => {
  const office = await fixture.addTenant('office', ['601', '602', '603']);
  await using caller = await office.openPhone('601');
  await using called = await office.openPhone('602');
  await using late = await office.openRawPhone('603');
  await until('the hints of the new ones', async () => (await watchExtension(late, '603')).status === 200);
  called.listen({ answerAfterMs: 0, tone: 620 });
  const call = caller.call('602', { tone: 440 });
  await call.answered;
  // longer than it takes to set states
  await call.hears(620);
  const devices = () => fixture.asterisk.connection;
  const { body } = await requestAri(devices(), 'GET', 'deviceStates');
  expect(JSON.stringify(body)).not.toContain(office.extensionId('602'));
  const key = await watchExtension(late, '602');
  await key.shows('confirmed');
  await call.hangUp();
  await key.shows('terminated');
});

test('presence is closed until a phone registers, and then open', async () => {
  const shop = await fixture.addTenant('shop', ['651', '652']);
  await using phone = await shop.openRawPhone('652');
  const key = await until('the hint', async () => {
    const watched = await watchExtension(phone, '651', 'presence');
    return watched.status === 200 && watched;
  });
  await key.isPresent('closed');
  await using registered = await shop.openPhone('651');
  expect(await key.isPresent('open')).toBe(true);
  await registered.unregister();
  await key.isPresent('closed');
});

/** How many hints Asterisk has. */
const hints = async (): Promise<number> =>
  (await sendActions(fixture.asterisk.connection, [{ Action: 'ExtensionStateList' }])).split('Event: ExtensionStatus')
    .length - 1;

test('subscribing to thousands of unknown numbers creates no hints', async () => {
  const before = await hints();
  expect(before).toBeGreaterThan(3);
  const numbers = Array.from({ length: process.env['LONG'] ? 10_000 : 1000 }, (_, n) => String(100_000 + n));
  for (let at = 0; at < numbers.length; at += 50) {
    const asked = numbers.slice(at, at + 50).map((number) => watchExtension(stranger, number));
    for (const { status } of await Promise.all(asked)) expect(status).toBe(404);
  }
  expect(await hints()).toBe(before);
});
