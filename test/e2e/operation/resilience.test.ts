/* eslint-disable typescript/no-explicit-any -- tests read answers as they come */

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { watchExtension } from '../../sip/blf-key.ts';
import type { Call } from '../../sip/call.ts';
import type { Phone } from '../../sip/phone.ts';
import { until } from '../../until.ts';
import { type ApiResponse, ask, type ApiUser } from '../api-user.ts';
import { NORA, tenantId } from '../demo.ts';
import { printDuration, printLogsIfFailed } from '../diagnostics.ts';
import type { Process } from '../processes.ts';
import { type Product, startProduct } from '../product.ts';
import { AT_ONCE_MS, type Talk, talk, talkFor } from '../talk.ts';

let product: Product;
let nora: ApiUser;
let bakery: string;
let counter: Phone;
let kitchen: Phone;

beforeAll(async () => {
  product = await startProduct();
  nora = await product.signIn(NORA);
  bakery = `/tenants/${await tenantId(nora, 'bakery')}`;
  counter = await product.openRegisteredPhone(nora, bakery.slice(9), '101');
  kitchen = await product.openRegisteredPhone(nora, bakery.slice(9), '102');
});
beforeEach(() => callsWork());
afterEach(({ task }) => printLogsIfFailed(task, product));
afterAll(async () => {
  for (const each of [counter, kitchen, product]) await each?.[Symbol.asyncDispose]();
});

const running = (what: string): Process | undefined =>
  product.program.children().find(({ command }) => command.includes(what));
const CONTROL = 'main.ts calls';
const ASTERISK = '/asterisk/etc/asterisk.conf';
const EDGE = '/edge/kamailio.cfg';
const POSTGRES = 'bin/postgres -D';

/** Kills a process, and waits until it is gone. */
async function kill(what: string): Promise<void> {
  const victim = running(what);
  if (!victim) throw new Error(`There is no process ${what}.`);
  process.kill(victim.pid, 'SIGKILL');
  await until(`the end of ${what}`, () => running(what)?.pid !== victim.pid);
}

/** Kills a process whenever it is started again. */
function keepAway(what: string): Disposable {
  const timer = setInterval(() => {
    const victim = running(what);
    try {
      if (victim) process.kill(victim.pid, 'SIGKILL');
    } catch {
      // it has ended meanwhile
    }
  }, 5);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** Waits until database, Asterisk and call control are ready. */
const callsWork = () =>
  until(
    'the product to be ready for calls',
    async () => (await fetch(`${product.address}/readyz?for=calls`)).status === 200,
  );

const kitchenToCounter = (): Promise<Talk> => talk(kitchen, counter, '101', 60_000);

const liveCalls = async () => (await nora.get(`${bakery}/live-calls`)).items as { id: string }[];

/** The id of the latest call. */
async function newestCall(): Promise<string> {
  const [call] = await liveCalls();
  return call!.id;
}

async function accountedOnce(id: string): Promise<{ outcome: string }> {
  const found = await until('the call in the history', async () => {
    const { items } = await nora.get(`${bakery}/calls?limit=200`);
    return (items as { id: string; outcome: string }[]).filter((one) => one.id === id)[0];
  });
  expect((await liveCalls()).map((one) => one.id)).not.toContain(id);
  return found;
}

/** How often call control has connected to Asterisk and taken over calls. */
const takeovers = () => product.program.output().split('took over the calls').length;

/** Expects one tone without a gap or a jump until now. On a busy machine its last packets arrive late. */
async function expectNoGap(since: number, ...sides: Call[]): Promise<void> {
  const packets = ((Date.now() - since) / 20) * 0.9 - 10;
  for (const side of sides) {
    await until('all packets so far', () => side.heard(since).packets > packets);
    const heard = side.heard(since);
    expect(heard.parts.map(({ kind }) => kind)).toEqual(['tone']);
    expect(heard.jumps).toEqual({ ssrc: 0, sequence: 0 });
  }
}

test('killing call control: the call continues, is taken over, and has one record', async () => {
  const { call, taken } = await kitchenToCounter();
  const id = await newestCall();
  const since = Date.now();
  const takenOver = takeovers();
  await kill(CONTROL);
  await until('another call control', () => takeovers() > takenOver);
  printDuration('from the kill of call control to calls again', Date.now() - since);
  await talkFor(1000, since, call, taken);
  await expectNoGap(since, call, taken);
  expect(await newestCall()).toBe(id);
  const { endedAt, reinvites } = await call.hangUp();
  expect(reinvites).toBe(0);
  expect((await taken.ended).endedAt - endedAt).toBeLessThan(AT_ONCE_MS);
  expect(await accountedOnce(id)).toMatchObject({ outcome: 'answered' });
});

test('killing Asterisk: it restarts with every phone still registered, and BLF keys that showed the call go dark', async () => {
  await using watcher = await product.openRawPhone(nora, bakery.slice(9), '103');
  const key = await until('a key of 101', async () => {
    const subscribed = await watchExtension(watcher, '101');
    return subscribed.status === 200 && subscribed;
  });
  const { call, taken } = await kitchenToCounter();
  const id = await newestCall();
  await key.shows('confirmed');
  const begun = Date.now();
  await kill(ASTERISK);
  expect(await accountedOnce(id)).toMatchObject({ outcome: 'answered' });
  await callsWork();
  // Asterisk may have lost the writes of its last second, and then phones subscribe again
  await Promise.any([
    key.shows('terminated'),
    until('a key', async () => (await watchExtension(watcher, '101')).shows('terminated')),
  ]);
  const atCounter = counter.listen({ tone: 620 });
  const again = kitchen.call('101');
  await (
    await atCounter.nextCall()
  ).answered;
  printDuration('from the kill of Asterisk to a call', Date.now() - begun);
  await again.hears(620);
  expect(await again.hangUp()).toMatchObject({ answered: true });
  // the phones don't know that their call is gone
  void call.hangUp().catch(() => {});
  void taken.hangUp().catch(() => {});
});

/** The notices that light the phone's message lamp: the demo's message waits in its mailbox. */
const lit = (notices: readonly string[]) => notices.filter((body) => body.includes('Messages-Waiting: yes'));

test('killing Asterisk: the message lamp of a phone that doesn’t register again is lit again', async () => {
  await until('the lamp at first', () => lit(counter.notices).length > 0);
  const before = lit(counter.notices).length;
  const begun = Date.now();
  await kill(ASTERISK);
  await callsWork();
  const after = await until('the lamp again', () => lit(counter.notices).length > before && lit(counter.notices));
  expect(after.at(-1)).toContain('Messages-Waiting: yes');
  printDuration('from the kill of Asterisk to the message lamp', Date.now() - begun);
});

test('killing Asterisk during a recording: what was said until then can be played', async () => {
  const { items } = await nora.get(`${bakery}/extensions?search=101`);
  await nora.patch(`${bakery}/recording-settings`, { announce: false, confirmLawful: true });
  await nora.patch(`${bakery}/extensions/${items[0].id}`, { recordCalls: true });
  const recordings = async () => (await nora.get(`${bakery}/recordings?extensionId=${items[0].id}`)).items;
  const { call, taken } = await kitchenToCounter();
  const id = await newestCall();
  const since = Date.now();
  await talkFor(6000, since, call, taken);
  await kill(ASTERISK);
  const [recording] = await until('the recording', async () => {
    const found = (await recordings()).filter((one: any) => one.callId === id && one.state === 'ready');
    return found.length > 0 && found;
  });
  // at most two seconds were only in Asterisk’s memory
  expect(recording.seconds).toBeGreaterThan(3.5);
  expect(await accountedOnce(id)).toMatchObject({ outcome: 'answered', recordingId: recording.id });
  await nora.patch(`${bakery}/extensions/${items[0].id}`, { recordCalls: false });
  await callsWork();
  void call.hangUp().catch(() => {});
  void taken.hangUp().catch(() => {});
});

test('killing the edge: the call continues and can be ended, and phones need not register again', async () => {
  const { call, taken } = await kitchenToCounter();
  const id = await newestCall();
  const since = Date.now();
  await kill(EDGE);
  await callsWork();
  printDuration('from the kill of the edge to calls again', Date.now() - since);
  await talkFor(1000, since, call, taken);
  await expectNoGap(since, call, taken);
  const { endedAt, reinvites } = await call.hangUp();
  expect(reinvites).toBe(0);
  expect((await taken.ended).endedAt - endedAt).toBeLessThan(AT_ONCE_MS);
  expect(await accountedOnce(id)).toMatchObject({ outcome: 'answered' });
  const again = await kitchenToCounter();
  expect(await again.call.hangUp()).toMatchObject({ answered: true });
});

test('killing PostgreSQL: the API responds 503 and recovers, and calls continue and have one record each', async () => {
  const { call, taken } = await kitchenToCounter();
  const id = await newestCall();
  const since = Date.now();
  await kill(POSTGRES);
  const answers: ApiResponse[] = [];
  await until('the API to answer again', async () => {
    answers.push(await nora.ask('GET', bakery));
    const last = answers.at(-1)!;
    return answers.some(({ status }) => status === 503) && last.status === 200;
  });
  printDuration('from the kill of PostgreSQL to an answer of the API', Date.now() - since);
  const bad = answers.filter(({ status }) => status !== 200);
  for (const { status, body, headers } of bad) {
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'unavailable' });
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.stringify(body)).not.toMatch(/postgres|sql|\.ts/i);
  }
  await callsWork();
  await expectNoGap(since, call, taken);
  expect(await call.hangUp()).toMatchObject({ reinvites: 0 });
  expect(await accountedOnce(id)).toMatchObject({ outcome: 'answered' });
  const again = await kitchenToCounter();
  expect(await again.call.hangUp()).toMatchObject({ answered: true });
});

test('while PostgreSQL is down, sign-in, API and phones get clear errors, and nothing hangs', async () => {
  {
    using _ = keepAway(POSTGRES);
    await until('the database to be away', async () => (await nora.ask('GET', bakery)).status === 503);
    const signIn = await ask(product.address, 'POST', '/session', { email: NORA, password: 'x' });
    expect(signIn).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect((await fetch(product.address)).status).toBe(200);
    expect((await fetch(`${product.address}/healthz`)).status).toBe(200);
    expect((await fetch(`${product.address}/readyz`)).status).toBe(503);
    const { finalStatus, answered } = await kitchen.call('101').ended;
    expect(answered).toBe(false);
    expect(finalStatus).toBeGreaterThanOrEqual(400);
    expect((await counter.register()).finalStatus).toBeGreaterThanOrEqual(400);
  }
  await callsWork();
  expect((await counter.register()).finalStatus).toBe(200);
  const { call } = await kitchenToCounter();
  expect(await call.hangUp()).toMatchObject({ answered: true });
});
