import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { narrowFile, wideFile } from '../../../src/media/rules.ts';
import { openStorage } from '../../../src/platform/db/storage.ts';
import type { ApiUser } from '../../app.ts';
import { addTone } from '../../media.ts';
import type { Carrier } from '../../sip/carrier.ts';
import { type CallLine, callFrom, ringAt } from '../../sip/desk-phone.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { lengthOf, listenTo, type Recorded } from '../../sip/recorded.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';
import { TONES } from '../talk.ts';

const NUMBER = '+12025550140';
/** What a tenant says before a recording, in Hz. */
const NOTICE = 1000;
/** By how much a recording may differ from the conversation on a busy machine: less than an announcement or a pause lasts. */
const INEXACT_MS = 1500;
/** How long something lasts. On a busy machine, some time passes between what a test sees or asks and what happens. */
type Lasting = { least: number; most: number };

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let admin: ApiUser;
let carrier: Carrier & { trunkId: string };
let ada: RawPhone;
let bob: RawPhone;
let cy: RawPhone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  shop = await fixture.addTenant('bakery', ['101', '102', '103']);
  [ada, bob, cy] = await Promise.all([shop.openRawPhone('101'), shop.openRawPhone('102'), shop.openRawPhone('103')]);
  carrier = await fixture.addCarrier('North');
  await shop.addNumber(NUMBER, '102');
  const [row] = await fixture.app.query<{ partner_id: string }>('select partner_id from tenants where id = $1', [
    shop.id,
  ]);
  admin = await fixture.app.user('partner_admin', { partnerId: row!.partner_id });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
  [ada, bob, cy].forEach((phone) => phone.clearUnread());
  await fixture.callsToEnd();
  await fixture.app.query('delete from recordings');
  await settings({ announce: true, onDemand: true, numberIds: [], confirmLawful: true });
  await record('101', false);
});
afterAll(async () => {
  for (const each of [ada, bob, cy, carrier, fixture]) await each?.[Symbol.asyncDispose]();
});

async function good(method: string, at: string, body?: unknown) {
  const answer = await admin.call(method, `${shop.path}${at}`, body);
  if (answer.status >= 300) throw new Error(`${method} ${at}: ${answer.text}`);
  return answer.body;
}
const settings = (patch: object) => good('PATCH', '/recording-settings', patch);
const record = (number: string, recordCalls: boolean) =>
  good('PATCH', `/extensions/${shop.extensionId(number)}`, { recordCalls });
const recordings = async (): Promise<any[]> => (await good('GET', '/recordings')).items;
const running = () =>
  until('the recording to begin', async () => (await recordings()).find(({ state }) => state === 'recording'));

/** Ada has called Bob. */
async function connect(): Promise<{ atAda: CallLine; atBob: CallLine }> {
  const calling = callFrom(ada, '102', TONES.caller);
  const atBob = await (await ringAt(bob)).answer(TONES.callee);
  return { atAda: await calling, atBob };
}
const hearEachOther = (atAda: CallLine, atBob: CallLine) =>
  Promise.all([atAda.media.hears(TONES.callee), atBob.media.hears(TONES.caller)]);

async function hangUp(atAda: CallLine, atBob: CallLine): Promise<void> {
  expect(await atAda.bye()).toBe(200);
  await atBob.ended();
  for (const line of [atAda, atBob]) await line[Symbol.asyncDispose]();
}

/** The only recording, once it can be heard, and what is heard. */
async function finished(): Promise<{ row: any; sound: Recorded }> {
  const row = await until('the recording to be ready', async () =>
    (await recordings()).find(({ state }) => state === 'ready'),
  );
  const audio = await admin.call('GET', `${shop.path}/recordings/${row.id}/audio`);
  return { row, sound: listenTo(audio.bytes) };
}
/** Hangs up. Returns how long the call was recorded, if a test saw its recording begin at `seen`. */
async function hangUpRecorded(begun: { startedAt: string }, seen: number, atAda: CallLine, atBob: CallLine) {
  const least = Date.now() - seen;
  await hangUp(atAda, atBob);
  return { least, most: Date.now() - Date.parse(begun.startedAt) };
}
const expectToLast = (ms: number, { least, most }: Lasting): void => {
  expect(ms).toBeGreaterThan(least - INEXACT_MS);
  expect(ms).toBeLessThan(most + INEXACT_MS);
};
const spool = () => fs.readdirSync(path.join(fixture.folder, 'asterisk/spool/recording'));

test('an extension’s call: both sides hear the announcement, then each has its own track, as long as the conversation', async () => {
  await record('101', true);
  const { atAda, atBob } = await connect();
  // they hear the announcement, and not each other
  await Promise.all([atAda.media.hears('sound'), atBob.media.hears('sound')]);
  expect(await recordings()).toEqual([]);
  await hearEachOther(atAda, atBob);
  const begun = await running();
  const seen = Date.now();
  expect(begun).toMatchObject({ cause: 'extension', from: '101', to: '102', direction: 'internal', seconds: null });
  await delay(3000);
  const talked = await hangUpRecorded(begun, seen, atAda, atBob);
  const { row, sound } = await finished();
  expectToLast(row.seconds * 1000, talked);
  expect(sound.seconds).toBeCloseTo(row.seconds, 2);
  expectToLast(lengthOf(sound.left, TONES.caller), talked);
  expectToLast(lengthOf(sound.right, TONES.callee), talked);
  // the announcement is not in it, nor is anything of the other side
  expect(lengthOf(sound.left, TONES.callee) + lengthOf(sound.right, TONES.caller)).toBe(0);
  const { peaks } = await good('GET', `/recordings/${row.id}`);
  expect(peaks.caller).toHaveLength(400);
  expect(peaks.caller.filter((peak: number) => peak > 100).length).toBeGreaterThan(300);
  expect(spool()).toEqual([]);
});

test('both sides hear the tenant’s own announcement before recording starts, or the packaged one while its file is missing', async () => {
  const storage = openStorage(fixture.folder);
  const { mediaId, hash } = await addTone(fixture.app, storage, shop.id, NOTICE);
  await settings({ announcementId: mediaId });
  await record('101', true);
  const first = await connect();
  await Promise.all([first.atAda.media.hears(NOTICE), first.atBob.media.hears(NOTICE)]);
  expect(await recordings()).toEqual([]);
  await hearEachOther(first.atAda, first.atBob);
  await running();
  await hangUp(first.atAda, first.atBob);
  const { sound } = await finished();
  expect(lengthOf(sound.left, NOTICE) + lengthOf(sound.right, NOTICE)).toBe(0);
  await fixture.app.query('delete from recordings');

  for (const name of [narrowFile(hash), wideFile(hash)]) {
    await storage.remove(shop.id, 'media', name);
    fs.rmSync(path.join(fixture.folder, `asterisk/spool/lent/media-${shop.id}-${name}`), { force: true });
  }
  const second = await connect();
  await Promise.all([second.atAda.media.hears('sound'), second.atBob.media.hears('sound')]);
  await hearEachOther(second.atAda, second.atBob);
  await running();
  await hangUp(second.atAda, second.atBob);
  await settings({ announcementId: null });
});

test('a number’s calls: the outside caller hears the announcement and is on the left track', async () => {
  const [did] = (await good('GET', '/dids')).items;
  await settings({ numberIds: [did.id] });
  const call = carrier.callIn(NUMBER, { server: fixture.sip, from: '+13015550177', tone: TONES.caller });
  const atBob = await (await ringAt(bob)).answer(TONES.callee);
  await Promise.all([call.hears('sound'), atBob.media.hears('sound')]);
  await Promise.all([call.hears(TONES.callee), atBob.media.hears(TONES.caller)]);
  await running();
  await delay(1500);
  await call.hangUp();
  await atBob.ended();
  await atBob[Symbol.asyncDispose]();
  const { row, sound } = await finished();
  expect(row).toMatchObject({ cause: 'number', direction: 'inbound', from: '+13015550177', to: NUMBER });
  expect(lengthOf(sound.left, TONES.caller)).toBeGreaterThan(500);
  expect(lengthOf(sound.right, TONES.callee)).toBeGreaterThan(500);
});

test('a call without a recording rule leaves no recording', async () => {
  const { atAda, atBob } = await connect();
  await hearEachOther(atAda, atBob);
  await delay(1000);
  await hangUp(atAda, atBob);
  expect(await recordings()).toEqual([]);
});

test('pausing a recording leaves silence of the same length', async () => {
  await settings({ announce: false, confirmLawful: true });
  await record('101', true);
  const { atAda, atBob } = await connect();
  await hearEachOther(atAda, atBob);
  const begun = await running();
  const seen = Date.now();
  const [call] = (await good('GET', '/live-calls')).items;
  const order = (action: string) => good('POST', `/live-calls/${call.id}/recording`, { action });
  await delay(1000);
  const asked = Date.now();
  await order('pause');
  const paused = Date.now();
  await delay(2000);
  const least = Date.now() - paused;
  await order('resume');
  const most = Date.now() - asked;
  await delay(1000);
  const talked = await hangUpRecorded(begun, seen, atAda, atBob);
  const { row, sound } = await finished();
  expectToLast(row.seconds * 1000, talked);
  expect(sound.seconds).toBeCloseTo(row.seconds, 2);
  for (const side of [sound.left, sound.right]) {
    const silent = side.filter(({ kind }) => kind === 'silence').reduce((sum, { ms }) => sum + ms, 0);
    expectToLast(silent, { least, most });
  }
});

test('suspending a tenant mid-call leaves a playable recording, and no new recording starts', async () => {
  await settings({ announce: false, confirmLawful: true });
  await record('101', true);
  const { atAda, atBob } = await connect();
  await hearEachOther(atAda, atBob);
  await running();
  await delay(1500);
  await shop.setStatus('SUSPENDED');
  await Promise.all([atAda.ended(), atBob.ended()]);
  for (const line of [atAda, atBob]) await line[Symbol.asyncDispose]();
  const { sound } = await finished();
  expect(lengthOf(sound.left, TONES.caller)).toBeGreaterThan(500);
  await shop.setStatus('ACTIVE');
});

test('*1 on the tenant’s own phone starts and stops recording', async () => {
  const { atAda, atBob } = await connect();
  await hearEachOther(atAda, atBob);
  const press = async (line: CallLine, digit: string) =>
    line.phone.within(line.dialog, 'INFO', {
      contentType: 'application/dtmf-relay',
      body: `Signal=${digit}\r\nDuration=100\r\n`,
    });
  for (const digit of ['*', '1']) await press(atAda, digit);
  await Promise.all([atAda.media.hears('sound'), atBob.media.hears('sound')]);
  await hearEachOther(atAda, atBob);
  const begun = await running();
  expect(begun).toMatchObject({ cause: 'on_demand' });
  await delay(1000);
  for (const digit of ['*', '1']) await press(atAda, digit);
  const { row } = await finished();
  expect(row.seconds * 1000).toBeLessThan(Date.now() - Date.parse(begun.startedAt));
  await hearEachOther(atAda, atBob);
  await hangUp(atAda, atBob);
});

test('if the announcement’s sound is missing, the call continues and isn’t recorded', async () => {
  const sounds = path.join(fixture.folder, 'asterisk/data/sounds/strowger');
  const files = fs.readdirSync(sounds).filter((name) => name.startsWith('call-recorded'));
  for (const name of files) fs.renameSync(path.join(sounds, name), path.join(sounds, `away-${name}`));
  try {
    await record('101', true);
    const { atAda, atBob } = await connect();
    await hearEachOther(atAda, atBob);
    await until('the failure', async () => (await recordings())[0]?.failure === 'announcement');
    await hangUp(atAda, atBob);
    expect(await recordings()).toHaveLength(1);
  } finally {
    for (const name of files) fs.renameSync(path.join(sounds, `away-${name}`), path.join(sounds, name));
  }
});

test('a transferred call has one recording for each conversation', async () => {
  await settings({ announce: false, confirmLawful: true });
  await record('101', true);
  const { atAda, atBob } = await connect();
  await hearEachOther(atAda, atBob);
  const first = await running();
  await delay(1000);
  expect(await atBob.refer('103')).toBe(202);
  const atCy = await (await ringAt(cy)).answer(TONES.callee);
  await hearEachOther(atAda, atCy);
  await until('another recording', async () => (await running()).id !== first.id);
  await delay(1000);
  await hangUp(atAda, atCy);
  await atBob[Symbol.asyncDispose]();
  const both = await until('two recordings', async () => {
    const ready = (await recordings()).filter(({ state }) => state === 'ready');
    return ready.length === 2 && ready;
  });
  expect(new Set(both.map(({ callId }) => callId)).size).toBe(1);
  for (const { seconds } of both) expect(seconds).toBeGreaterThan(0.5);
});

test('a pause lasts over a transfer, is shown, and can be ended', async () => {
  await settings({ announce: false, confirmLawful: true });
  await record('101', true);
  const { atAda, atBob } = await connect();
  await hearEachOther(atAda, atBob);
  const first = await running();
  const live = async () => (await good('GET', '/live-calls')).items[0];
  const { id } = await live();
  const order = (action: string) => good('POST', `/live-calls/${id}/recording`, { action });
  await order('pause');
  await until('the pause', async () => (await live()).recording === 'paused');
  expect(await atBob.refer('103')).toBe(202);
  const atCy = await (await ringAt(cy)).answer(TONES.callee);
  await hearEachOther(atAda, atCy);
  await until('another recording', async () => (await running()).id !== first.id);
  expect((await live()).recording).toBe('paused');
  await order('resume');
  await until('the end of the pause', async () => (await live()).recording === 'on');
  await delay(1000);
  await hangUp(atAda, atCy);
  await atBob[Symbol.asyncDispose]();
  const second = await until('the second recording', async () =>
    (await recordings()).find((row) => row.state === 'ready' && row.id !== first.id),
  );
  const audio = await admin.call('GET', `${shop.path}/recordings/${second.id}/audio`);
  const sound = listenTo(audio.bytes);
  for (const side of [sound.left, sound.right]) expect(side.some(({ kind }) => kind !== 'silence')).toBe(true);
});

test('killing call control mid-call: the recording continues in one file', async () => {
  await settings({ announce: false, confirmLawful: true });
  await record('101', true);
  const { atAda, atBob } = await connect();
  await hearEachOther(atAda, atBob);
  const begun = await running();
  const seen = Date.now();
  await delay(1000);
  await fixture.control.kill('SIGKILL');
  await fixture.control.start();
  await until('the call to be taken over', () => fixture.control.output().includes('took over the calls'));
  await delay(2000);
  const talked = await hangUpRecorded(begun, seen, atAda, atBob);
  const { row } = await finished();
  expect(row.id).toBe(begun.id);
  expectToLast(row.seconds * 1000, talked);
  expect(await recordings()).toHaveLength(1);
});
