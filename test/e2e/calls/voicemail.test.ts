import { readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readWav } from '../../../src/platform/audio/wav.ts';
import type { ApiUser } from '../../app.ts';
import { content, node } from '../../flow-content.ts';
import { publishFlow, tone } from '../../flow-fixture.ts';
import { type CallLine, callFrom, dialFrom, ringAt } from '../../sip/desk-phone.ts';
import type { Phone } from '../../sip/phone.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';
import { printDuration } from '../diagnostics.ts';

/** The caller's voice: a tone, in Hz. */
const VOICE = 440;
/** The tone of an outside caller. */
const OUTSIDE = 700;
const NUMBER = '+12025550140';

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let admin: ApiUser;
/** The owner's phone, which shows the lamp, and its second line, for listening. */
let owner: Phone;
let handset: RawPhone;
let caller: RawPhone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  shop = await fixture.addTenant('bakery', ['101', '102', '103']);
  admin = await fixture.app.user('tenant_admin', { tenantId: shop.id });
  await api('PATCH', `/extensions/${shop.extensionId('101')}`, { voicemailEnabled: true });
  owner = await shop.openPhone('101');
  owner.listen({ rejectWith: 486 });
  handset = await shop.openUnregisteredPhone('101');
  caller = await shop.openRawPhone('102');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
  [handset, caller].forEach((phone) => phone.clearUnread());
  await fixture.callsToEnd();
  for (const { id } of await messages()) await api('DELETE', `/voicemails/${id}`);
  await until('the lamp is out', () => lampOf(owner) === 'no');
});
afterAll(async () => {
  for (const each of [owner, handset, caller, fixture]) await each?.[Symbol.asyncDispose]();
});

async function api(method: string, path: string, body?: unknown): Promise<any> {
  const answer = await admin.call(method, `${shop.path}${path}`, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer.body;
}
const mailbox = async (): Promise<any> => (await api('GET', '/mailboxes?search=101')).items[0];
const messages = async (): Promise<any[]> => (await api('GET', '/voicemails')).items;

/** The waiting messages according to the last notice. */
const lampOf = (phone: Phone): string | undefined =>
  /Messages-Waiting: (yes|no)/.exec(phone.notices.at(-1) ?? 'Messages-Waiting: no')?.[1];
const countsAt = (phone: Phone): string | undefined =>
  /Voice-Message: (\d+\/\d+)/.exec(phone.notices.at(-1) ?? '')?.[1];

/** Calls 101, skips the greeting, and speaks after the tone. */
async function speak(from: RawPhone = caller, number = '101'): Promise<CallLine> {
  const line = await callFrom(from, number, VOICE);
  await line.media.hears('sound');
  await line.press('#');
  await recording();
  return line;
}
/** Waits until the message is being recorded. */
const recording = (): Promise<unknown> =>
  until('a recording', () => readdirSync(`${fixture.asterisk.connection.spool}/recording`).length > 0);

/** The seconds of the voice in a message's sound. */
async function voiceIn(id: string): Promise<number> {
  const { bytes, status } = await admin.call('GET', `${shop.path}/voicemails/${id}/audio`);
  const sound = readWav(bytes);
  if (status !== 200 || 'fault' in sound) throw new Error(`no sound: ${status} ${JSON.stringify(sound)}`);
  const [samples = new Float32Array()] = sound.channels;
  let loud = 0;
  for (let at = 0; at + 800 <= samples.length; at += 800) {
    const [sin, cos] = [Math.sin, Math.cos].map((turn) =>
      samples
        .subarray(at, at + 800)
        .reduce((sum, sample, n) => sum + sample * turn((2 * Math.PI * VOICE * n) / 8000), 0),
    ) as [number, number];
    if ((2 * Math.hypot(sin, cos)) / 800 > 0.1) loud++;
  }
  return loud / 10;
}

test('a caller leaves a message for a busy phone, ends it with #, and the lamp is lit within a second', async () => {
  const line = await speak();
  const since = Date.now();
  await until(
    '3 s of speech, with sound from the other side all the while',
    () => line.media.heard(since).packets >= 150,
  );
  await line.press('#');
  const [message] = await until('the message', async () => {
    const all = await messages();
    return all.length > 0 && all;
  });
  const stored = Date.now();
  await until('the lamp is lit', () => lampOf(owner) === 'yes');
  printDuration('from a message in the list to the phone’s lamp', Date.now() - stored);
  expect(countsAt(owner)).toBe('1/0');
  await line.media.hears('sound');
  await line.ended();
  expect(message).toMatchObject({ from: '102', read: false, mailbox: { number: '101' } });
  expect(await voiceIn(message.id)).toBeGreaterThan(2.5);
  const [call] = await until('the call in the history', async () => {
    const rows = await fixture.app.query<any>('select id, path from calls where id = $1', [message.callId]);
    return rows.length > 0 && rows;
  });
  expect(call.path.map(({ event }: any) => event)).toEqual(['rang', 'forwarded', 'mailbox']);
});

test('a shared mailbox lights the lamps of the chosen phones, whether or not they have voicemail', async () => {
  const lampExtensionIds = ['101', '103'].map((number) => shop.extensionId(number));
  const { id } = await api('POST', '/mailboxes', { number: '820', name: 'Orders', lampExtensionIds });
  await using counter = await shop.openPhone('103');
  const line = await speak(caller, '820');
  const since = Date.now();
  await until('a second and a half of speech', () => line.media.heard(since).packets >= 75);
  expect(await line.bye()).toBe(200);
  for (const phone of [owner, counter]) await until('the lamp is lit', () => lampOf(phone) === 'yes');
  expect([owner, counter].map(countsAt)).toEqual(['1/0', '1/0']);
  const [message] = await messages();
  await api('PATCH', `/voicemails/${message.id}`, { read: true });
  for (const phone of [owner, counter]) await until('the lamp is out', () => lampOf(phone) === 'no');
  await api('PATCH', `/voicemails/${message.id}`, { read: false });
  await until('the lamp is lit', () => lampOf(counter) === 'yes');
  await api('DELETE', `/mailboxes/${id}`);
  for (const phone of [owner, counter]) await until('the lamp is out', () => lampOf(phone) === 'no');
});

test('a lamp goes out when voicemail is turned off, and when its message goes while call control is away', async () => {
  const turn = (voicemailEnabled: boolean) =>
    api('PATCH', `/extensions/${shop.extensionId('101')}`, { voicemailEnabled });
  const { id } = await leave();
  await until('the lamp is lit', () => lampOf(owner) === 'yes');
  await turn(false);
  await until('the lamp is out', () => lampOf(owner) === 'no');
  await turn(true);
  await until('the lamp is lit', () => lampOf(owner) === 'yes');
  await fixture.control.kill('SIGKILL');
  await api('DELETE', `/voicemails/${id}`);
  await fixture.control.start();
  await until('the lamp is out', () => lampOf(owner) === 'no');
  expect(countsAt(owner)).toBe('0/0');
});

test('a message of a transferred party has that party’s number', async () => {
  await using counter = await shop.openRawPhone('103');
  const line = callFrom(caller, '103', OUTSIDE);
  const atCounter = await (await ringAt(counter)).answer(VOICE);
  const atCaller = await line;
  await Promise.all([atCaller.media.hears(VOICE), atCounter.media.hears(OUTSIDE)]);
  expect(await atCaller.refer('101')).toBe(202);
  // after the greeting
  await recording();
  const since = Date.now();
  await until('2 s of speech', () => atCounter.media.heard(since).packets >= 100);
  await atCounter.bye();
  const message = await until('the message', async () => (await messages())[0]);
  expect(message).toMatchObject({ from: '103', mailbox: { number: '101' } });
  for (const each of [atCaller, atCounter]) await each[Symbol.asyncDispose]();
});

test('a message is complete when the caller hangs up right after speaking', async () => {
  const line = await speak();
  const since = Date.now();
  await until('2 s of speech', () => line.media.heard(since).packets >= 100);
  await line.bye();
  const [message] = await until('the message', async () => {
    const all = await messages();
    return all.length > 0 && all;
  });
  expect(await voiceIn(message.id)).toBeGreaterThan(1.4);
});

/** Stores a message without a call. */
async function leave(): Promise<any> {
  const line = await speak();
  const since = Date.now();
  await until('2 s of speech', () => line.media.heard(since).packets >= 100);
  await line.bye();
  return until('the message', async () => (await messages())[0]);
}

test('the owner listens to a message with *97 and deletes it', async () => {
  const message = await leave();
  await until('the lamp is lit', () => lampOf(owner) === 'yes');
  const line = await callFrom(handset, '*97', 0);
  await line.media.hears('sound');
  await line.press('1');
  // the caller is announced, then the message is played
  await line.media.hears(VOICE);
  await until('the message counts as heard', async () => (await messages())[0]?.read === true);
  await until('the lamp is out, with an old message', () => countsAt(owner) === '0/1' && lampOf(owner) === 'no');
  await line.press('3');
  await until('the message is gone', async () => (await messages()).length === 0);
  expect((await admin.call('GET', `${shop.path}/voicemails/${message.id}/audio`)).status).toBe(404);
  await line.press('*');
  await line.media.hears('sound');
  expect(await line.bye()).toBe(200);
});

test('an outside caller opens the mailbox by * during the greeting and the PIN', async () => {
  const box = await mailbox();
  await using carrier = await fixture.addCarrier('North');
  await shop.addNumber(NUMBER, '101');
  await api('PATCH', `/mailboxes/${box.id}`, { pin: '4071' });
  try {
    await leave();
    const call = carrier.callIn(NUMBER, {
      server: fixture.sip,
      from: '+13015550177',
      tone: OUTSIDE,
      deadlineMs: 60_000,
    });
    await call.hears('sound');
    await call.press('*');
    await call.hears('sound');
    await call.press('4071#');
    await call.hears('sound');
    await call.press('1');
    await call.hears(VOICE);
    await call.hangUp();
    expect((await messages())[0]?.read).toBe(true);
  } finally {
    await api('PATCH', `/mailboxes/${box.id}`, { pin: null });
  }
});

test('*98 asks for a PIN and opens the mailbox from another phone, and wrong PINs end the call', async () => {
  const box = await mailbox();
  await api('PATCH', `/mailboxes/${box.id}`, { pin: '4071' });
  try {
    await leave();
    const other = await callFrom(caller, '*98', 0);
    await other.media.hears('sound');
    await other.press('101#');
    await other.media.hears('sound');
    await other.press('4071#');
    await other.media.hears('sound');
    await other.press('1');
    await other.media.hears(VOICE);
    // calling back isn't possible from other phones, because the tenant would pay for it
    await other.press('4');
    await other.bye();
    const line = await callFrom(caller, '*98', 0);
    for (let attempt = 0; attempt < 3; attempt++) {
      await line.media.hears('sound');
      await line.press('101#');
      await line.media.hears('sound');
      await line.press('9999#');
      await until('the next prompt', () => line.media.heard().packets > 0);
    }
    expect((await line.ended()).method).toBe('BYE');
    // now even the right PIN is refused, but the owner's phone isn't locked out
    const slowed = await callFrom(caller, '*98', 0);
    await slowed.media.hears('sound');
    await slowed.press('101#4071#');
    await slowed.ended();
    const own = await callFrom(handset, '*97', 0);
    await own.media.hears('sound');
    await own.press('4071#');
    await own.media.hears('sound');
    await own.press('2');
    await own.media.hears(VOICE);
    await own.bye();
  } finally {
    await api('PATCH', `/mailboxes/${box.id}`, { pin: null });
  }
});

test('the owner records a greeting and chooses a PIN by phone', async () => {
  const box = await mailbox();
  try {
    const line = await callFrom(handset, '*97', VOICE);
    await line.media.hears('sound');
    await line.press('3');
    await recording();
    const since = Date.now();
    await until('2 s of speech', () => line.media.heard(since).packets >= 100);
    await line.press('#');
    await until('the greeting is kept', async () => (await mailbox()).hasGreeting);
    await line.media.hears('sound');
    await line.press('4');
    await line.media.hears('sound');
    await line.press('5082#');
    await until('the PIN is kept', async () => (await mailbox()).hasPin);
    expect(await line.bye()).toBe(200);
    const heard = await callFrom(caller, '101', 0);
    await heard.media.hears(VOICE);
    await heard.bye();
  } finally {
    await api('DELETE', `/mailboxes/${box.id}/greeting`);
    await api('PATCH', `/mailboxes/${box.id}`, { pin: null });
  }
});

test('a caller to a full mailbox hears that it is full, and can’t leave a message', async () => {
  const box = await mailbox();
  await fixture.app.query(
    `insert into voicemails (id, tenant_id, mailbox_id, from_number, received_at, seconds)
     select gen_random_uuid(), $1, $2, '103', now(), 5 from generate_series(1, 200)`,
    [shop.id, box.id],
  );
  try {
    const line = await callFrom(caller, '101', VOICE);
    await line.media.hears('sound');
    await line.ended();
    expect((await api('GET', `/mailboxes/${box.id}`)).messages).toBe(200);
  } finally {
    await fixture.app.query('delete from voicemails where mailbox_id = $1', [box.id]);
  }
});

test('suspending the tenant during a message saves what was said, and no further message is taken', async () => {
  const line = await speak();
  const since = Date.now();
  await until('2 s of speech', () => line.media.heard(since).packets >= 100);
  await shop.setStatus('SUSPENDED');
  await line.ended();
  const stored = () => fixture.app.query<{ id: string }>('select id from voicemails where tenant_id = $1', [shop.id]);
  const { id } = await until('the message', async () => (await stored())[0]);
  const { outgoing, media } = await dialFrom(caller, '101');
  expect((await outgoing.final).status).toBe(403);
  await media[Symbol.asyncDispose]();
  await shop.setStatus('ACTIVE');
  expect(await voiceIn(id)).toBeGreaterThan(1.4);
  expect(await messages()).toHaveLength(1);
});

describe('killing call control', () => {
  test.each([
    ['by extension', '101'],
    ['through a flow', '860'],
  ])('loses no message that a caller %s is speaking', async (_, number) => {
    if (number === '860') {
      const { id: mailboxId } = await mailbox();
      const hello = node('play', 'hello', { prompts: tone(500), exits: { next: 'box' } });
      const { app, folder } = fixture;
      const owner = { app, folder, tenantId: shop.id };
      await publishFlow(owner, content(hello, node('voicemail', 'box', { mailboxId })), { number });
    }
    const line = await callFrom(caller, number, VOICE);
    await recording();
    const since = Date.now();
    await until('3 s of speech', () => line.media.heard(since).packets >= 150);
    await fixture.control.kill('SIGKILL');
    await fixture.control.start();
    await line.ended();
    const message = await until('the message', async () => (await messages())[0]);
    expect(await voiceIn(message.id)).toBeGreaterThan(2);
    await line[Symbol.asyncDispose]();
  });
});
