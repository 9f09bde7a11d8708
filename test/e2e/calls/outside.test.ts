import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Call } from '../../sip/call.ts';
import { openCarrier, type Carrier } from '../../sip/carrier.ts';
import type { Phone } from '../../sip/phone.ts';
import { until } from '../../until.ts';
import type { ApiUser } from '../api-user.ts';
import { BAKERY_NUMBER, NORA, tenantId } from '../demo.ts';
import { printLogsIfFailed } from '../diagnostics.ts';
import { OPERATOR, type Product, startProduct } from '../product.ts';
import { AT_ONCE_MS } from '../talk.ts';

const OUTSIDE = '+13015550177';

let product: Product;
let nora: ApiUser;
let operator: ApiUser;
let carrier: Carrier & { trunkId: string };
let bakery: string;
let counter: Phone;
let kitchen: Phone;

beforeAll(async () => {
  product = await startProduct();
  nora = await product.signIn(NORA);
  operator = await product.signIn(OPERATOR);
  carrier = await product.addCarrier(operator, 'Outside carrier');
  bakery = `/tenants/${await tenantId(nora, 'bakery')}`;
  counter = await product.openRegisteredPhone(nora, bakery.slice(9), '101');
  kitchen = await product.openRegisteredPhone(nora, bakery.slice(9), '102');
});
afterEach(({ task }) => printLogsIfFailed(task, product));
afterEach(() => nora.patch(bakery, { status: 'ACTIVE' }));
afterAll(async () => {
  for (const each of [counter, kitchen, carrier, product]) await each?.[Symbol.asyncDispose]();
});

const callIn = (number = BAKERY_NUMBER, from = OUTSIDE, more: { headers?: Record<string, string> } = {}) =>
  carrier.callIn(number, { server: product.sip, from, displayName: 'Grace', tone: 1000, ...more });

async function lastCall(): Promise<Record<string, unknown>> {
  await until('no live call', async () => (await nora.get(`${bakery}/live-calls`)).items.length === 0);
  return (await nora.get(`${bakery}/calls?limit=1`)).items[0];
}

/** Switches a trunk off until the test has ended. */
async function switchedOff(trunkId: string): Promise<AsyncDisposable> {
  const set = (enabled: boolean) => operator.patch(`/operator/trunks/${trunkId}`, { enabled });
  await set(false);
  return { [Symbol.asyncDispose]: () => set(true) };
}

/** The caller hears the announcement, unanswered, so that the call costs nothing, and gets 403. */
async function expectInterrupted(call: Call) {
  await call.hears('sound');
  expect(await call.ended).toMatchObject({ finalStatus: 403, answered: false, earlyMedia: true });
}

test('a call to a number rings the extension that the number is routed to', async () => {
  const [atCounter, atKitchen] = [counter.listen({ tone: 440 }), kitchen.listen()];
  const call = callIn();
  const taken = await atCounter.nextCall();
  expect(taken.from).toMatchObject({ number: OUTSIDE, name: 'Grace' });
  await Promise.all([call.hears(440), taken.hears(1000)]);
  expect(await call.hangUp()).toMatchObject({ answered: true, endedBy: 'us', reinvites: 0 });
  expect(await taken.ended).toMatchObject({
    endedBy: 'them',
    reinvites: 0,
    heard: { jumps: { ssrc: 0, sequence: 0 } },
  });
  expect(atKitchen.calls).toHaveLength(0);
  expect(await lastCall()).toMatchObject({
    direction: 'inbound',
    from: OUTSIDE,
    to: BAKERY_NUMBER,
    outcome: 'answered',
  });
});

test('a new routing applies to the next call', async () => {
  const { items } = await nora.get(`${bakery}/dids`);
  const extensions = (await nora.get(`${bakery}/extensions`)).items;
  const routeTo = (number: string) => ({
    routing: { kind: 'extension', extensionId: extensions.find((one: { number: string }) => one.number === number).id },
  });
  await nora.patch(`${bakery}/dids/${items[0].id}`, routeTo('102'));
  const atKitchen = kitchen.listen({ hangUpAfterMs: 0 });
  expect(await callIn().ended).toMatchObject({ answered: true });
  expect(atKitchen.calls).toHaveLength(1);
  await nora.patch(`${bakery}/dids/${items[0].id}`, routeTo('101'));
  // it calls 911 later, and would then ring when 911 calls back
  kitchen.listen({ rejectWith: 486 });
});

test('an outbound call reaches the carrier with the tenant’s number and name', async () => {
  const atCarrier = carrier.listen({ tone: 1000 });
  for (const dialled of ['3015550177', '13015550177', '+13015550177', '01113015550177']) {
    const call = kitchen.call(dialled, { tone: 440 });
    const taken = await atCarrier.nextCall();
    expect(taken).toMatchObject({ dialled: OUTSIDE, from: { number: BAKERY_NUMBER, name: 'BAKERY' } });
    if (dialled.startsWith('+')) await Promise.all([call.hears(1000), taken.hears(440)]);
    await call.answered;
    expect(await call.hangUp()).toMatchObject({ answered: true, reinvites: 0 });
    expect(await taken.ended).toMatchObject({ endedBy: 'them', reinvites: 0 });
  }
  expect(await lastCall()).toMatchObject({
    direction: 'outbound',
    from: BAKERY_NUMBER,
    to: OUTSIDE,
    outcome: 'answered',
  });
});

test('the carrier’s response and early media reach the phone', async () => {
  carrier.listen({ rejectWith: 486 });
  expect(await counter.call(OUTSIDE).ended).toMatchObject({ finalStatus: 486, answered: false });
  carrier.listen({ earlyMedia: true, answerAfterMs: 'never', tone: 1000 });
  const call = counter.call(OUTSIDE);
  await call.hears(1000);
  expect(await call.hangUp()).toMatchObject({ finalStatus: 487, earlyMedia: true });
});

test('suspending a tenant ends and refuses calls, but 911 calls go through, stay up, and can be called back', async () => {
  const atCounter = counter.listen({ tone: 440 });
  const atCarrier = carrier.listen({ tone: 1000 });
  const inbound = callIn();
  await (
    await atCounter.nextCall()
  ).answered;
  const outbound = kitchen.call(OUTSIDE);
  await outbound.answered;
  const emergency = kitchen.call('911', { tone: 620 });
  await atCarrier.nextCall();
  const at911 = await atCarrier.nextCall();
  await at911.hears(620);

  await nora.patch(bakery, { status: 'SUSPENDED' });
  const answered = Date.now();
  for (const call of [inbound, outbound]) {
    const { endedBy, endedAt } = await call.ended;
    expect(endedBy).toBe('them');
    expect(endedAt - answered).toBeLessThan(AT_ONCE_MS);
  }
  const more = [await callNow('911'), await callNow('9911'), await callNow('933')];
  await Promise.all([expectInterrupted(counter.call(OUTSIDE)), expectInterrupted(counter.call('102'))]);
  // all the while: the emergency call from before the suspension is heard both ways
  await Promise.all([emergency.hears(1000), at911.hears(620)]);
  const { items } = await nora.get(`${bakery}/live-calls`);
  expect(items.map((one: { emergency: boolean }) => one.emergency)).toEqual([true, true, true, true]);
  expect(await nora.ask('DELETE', `${bakery}/live-calls/${items[0].id}`)).toMatchObject({
    status: 409,
    body: { code: 'emergency_call' },
  });
  for (const call of [emergency, ...more]) {
    expect(await call.hangUp()).toMatchObject({ answered: true, endedBy: 'us', reinvites: 0 });
  }
  const callBack = callIn(BAKERY_NUMBER, '+12125559110');
  const taken = await atCounter.nextCall();
  await Promise.all([callBack.hears(440), taken.hears(1000)]);
  expect(await callBack.hangUp()).toMatchObject({ answered: true });

  /** An emergency call that was answered, with the number to call back. */
  async function callNow(number: string) {
    const call = counter.call(number);
    const taken = await atCarrier.nextCall();
    expect(taken).toMatchObject({ dialled: number === '9911' ? '911' : number, from: { number: BAKERY_NUMBER } });
    await Promise.all([call.answered, taken.answered, call.hears(1000)]);
    return call;
  }
});

test('a caller to a suspended tenant hears the announcement, unanswered, and gets 403', async () => {
  const [did] = (await nora.get('/dids?search=+12125550110')).items;
  const clinic = `/tenants/${await tenantId(nora, 'clinic')}`;
  await nora.post(`/dids/${did.id}/assign`, { tenantId: clinic.slice(9) });
  await nora.post(`${clinic}/suspend`, { reason: 'manual' });
  await expectInterrupted(callIn('+12125550110'));
  const { items } = await nora.get(`${clinic}/calls?limit=1`);
  expect(items).toMatchObject([{ direction: 'inbound', outcome: 'refused', reason: 'suspended', answeredAt: null }]);
  await nora.post(`${clinic}/reactivate`);
});

test('a caller’s own claims never decide which tenant it belongs to', async () => {
  const atCounter = counter.listen({ hangUpAfterMs: 0 });
  const atCarrier = carrier.listen();
  // a trunk that claims to be a phone, and a stranger that claims to be the carrier
  expect((await callIn('102', 'bakery-101').ended).finalStatus).toBe(401);
  expect((await callIn(OUTSIDE, 'bakery-101').ended).finalStatus).toBe(401);
  await using stranger = await openCarrier();
  const called = stranger.callIn(BAKERY_NUMBER, { server: product.sip, from: OUTSIDE });
  expect((await called.ended).finalStatus).toBe(401);
  // the carrier can reach our numbers only: no extension, no outside number, no 911
  for (const number of ['102', 'bakery-102', OUTSIDE, '911', '+12125550119'])
    expect(await callIn(number).ended).toMatchObject({ finalStatus: 404, answered: false });
  // the caller is the one that the carrier names, even if it is one of our numbers
  const ours = callIn(BAKERY_NUMBER, BAKERY_NUMBER, { headers: { 'P-Asserted-Identity': `<sip:${BAKERY_NUMBER}@x>` } });
  expect(await ours.ended).toMatchObject({ answered: true });
  expect(await lastCall()).toMatchObject({ direction: 'inbound', from: BAKERY_NUMBER });
  expect(atCounter.calls).toHaveLength(1);
  expect(atCarrier.calls).toHaveLength(0);
});

test('a trunk that is switched off is refused and skipped at once', async () => {
  await using _ = await switchedOff(carrier.trunkId);
  const atCarrier = carrier.listen();
  expect((await callIn().ended).finalStatus).toBe(401);
  // the demo carrier takes over and echoes the caller
  const call = kitchen.call(OUTSIDE, { tone: 620 });
  await call.hears(620);
  expect(await call.hangUp()).toMatchObject({ answered: true });
  expect(atCarrier.calls).toHaveLength(0);
});

test('`operator call-in` makes the demo carrier call a number', async () => {
  const atCounter = counter.listen({ tone: 440 });
  const node = path.resolve(import.meta.dirname, '../../../node_modules/.bin/node');
  const { stdout } = await promisify(execFile)(node, ['src/main.ts', 'operator', 'call-in', BAKERY_NUMBER], {
    env: { PATH: process.env['PATH'], ...product.installation.settings },
  });
  expect(stdout).toContain(BAKERY_NUMBER);
  const taken = await atCounter.nextCall();
  expect(taken.from.number).toBe('+12125559999');
  await taken.hears(440);
  expect(await taken.hangUp()).toMatchObject({ answered: true });
});

test('a cancelled tenant’s number gets 404, and its phones can’t call 911', async () => {
  const atCarrier = carrier.listen();
  const { name } = await nora.get(bakery);
  await nora.delete(bakery, { confirmName: name });
  expect(await callIn().ended).toMatchObject({ finalStatus: 404, answered: false });
  expect((await counter.call('911').ended).finalStatus).toBe(401);
  expect(atCarrier.calls).toHaveLength(0);

  const { restoredDids, lostDids } = await nora.post(`${bakery}/reactivate`);
  expect({ restoredDids, lostDids }).toEqual({ restoredDids: [BAKERY_NUMBER], lostDids: [] });
  expect((await counter.register()).finalStatus).toBe(200);
  const atCounter = counter.listen({ hangUpAfterMs: 0 });
  expect(await callIn().ended).toMatchObject({ answered: true });
  expect(atCounter.calls).toHaveLength(1);
});
