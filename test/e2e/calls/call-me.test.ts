import { readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { convertMedia } from '../../../src/media/conversion.ts';
import { narrowFile } from '../../../src/media/rules.ts';
import { readConfig } from '../../../src/platform/config.ts';
import { openDb, openPool } from '../../../src/platform/db/db.ts';
import { openStorage, type Storage } from '../../../src/platform/db/storage.ts';
import { content, node, option } from '../../flow-content.ts';
import { addTone } from '../../media.ts';
import { type CallLine, ringAt } from '../../sip/desk-phone.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { lengthOf, listenToMono } from '../../sip/recorded.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';
import { printDuration } from '../diagnostics.ts';
import { AT_ONCE_MS } from '../talk.ts';

// The service calls a phone: to play the draft of a flow, and to record a sound. 101 is called; 102 is what the draft would ring.

const VOICE = 440;
const MENU = 700;
const BUSY = 900;

let fixture: CallControlFixture;
let storage: Storage;
let workers: Pool;
let shop: TenantWithPhones;
let mine: RawPhone;
let desk: RawPhone;

beforeAll(async () => {
  fixture = await openCallControlFixture({ LOG_LEVEL: 'debug', WEBHOOK_PRIVATE_ADDRESSES: 'allow' });
  storage = openStorage(fixture.folder);
  workers = openPool(fixture.app.database.urls.worker, 'test worker', 2);
  shop = await fixture.addTenant('clinic', ['101', '102']);
  mine = await shop.openRawPhone('101');
  desk = await shop.openRawPhone('102');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
  [mine, desk].forEach((phone) => phone.clearUnread());
});
afterAll(async () => {
  await workers?.end();
  for (const each of [mine, desk, fixture]) await each?.[Symbol.asyncDispose]();
});

async function ask(method: string, path: string, body?: unknown) {
  const { status, body: answer } = await fixture.ask(method, `${shop.path}${path}`, body);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
  return answer;
}
const sound = async (hertz: number) => {
  const { mediaId } = await addTone(fixture.app, storage, shop.id, hertz);
  return [{ kind: 'media' as const, mediaId }];
};
const playTo = (flowId: string): Promise<{ id: string }> =>
  ask('POST', `/flows/${flowId}/test-calls`, { extensionId: shop.extensionId('101') });
const record = (name: string): Promise<{ id: string }> =>
  ask('POST', '/media/phone-recordings', { extensionId: shop.extensionId('101'), name });
const ended = (id: string) =>
  until('the call has ended', async () => {
    const shown = await ask('GET', `/service-calls/${id}`);
    return shown.state === 'ended' && shown;
  });

const speechMs = (line: CallLine, since: number): number =>
  line.media
    .heard(since)
    .parts.filter(({ kind }) => kind === 'sound')
    .reduce((sum, { ms }) => sum + ms, 0);

const recorders = () => path.join(fixture.folder, 'asterisk/spool/recording');
/** The seconds in the file that is being recorded. */
const recordedSeconds = (): number => {
  const [name] = readdirSync(recorders());
  return name === undefined ? 0 : statSync(path.join(recorders(), name)).size / 16_000;
};
const recorded = (seconds: number) => until(`${seconds} s of a recording`, () => recordedSeconds() >= seconds);

/** The sound of a recording in the library, converted as by the worker. */
async function soundOf(mediaId: string): Promise<ReturnType<typeof listenToMono>> {
  const [media] = await fixture.app.query<{ pending: string }>('select pending from media where id = $1', [mediaId]);
  const config = readConfig({ DATA_DIR: fixture.folder });
  await convertMedia(
    { db: openDb(workers), storage, config },
    { tenantId: shop.id, mediaId, pending: media?.pending ?? '' },
  );
  const shown = await ask('GET', `/media/${mediaId}`);
  expect(shown).toMatchObject({ source: 'phone', state: 'ready' });
  const file = await storage.open(shop.id, 'media', narrowFile(shown.hash));
  if (!file) throw new Error('there is no file');
  return listenToMono(await buffer(file.read()));
}

/** A server that answers webhooks, and the requests that it got. */
async function openServer() {
  const asked: { test: boolean }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      asked.push(JSON.parse(Buffer.concat(parts).toString()));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { asked, url: `http://127.0.0.1:${port}/calls`, [Symbol.dispose]: () => server.close() };
}

async function draft(...nodes: Parameters<typeof content>): Promise<string> {
  const { id } = await ask('POST', '/flows', { name: 'Main number' });
  await ask('PUT', `/flows/${id}/draft`, { content: content(...nodes) });
  return id;
}

test('playing a draft to a phone rings nobody and counts nothing', async () => {
  using server = await openServer();
  const target = { kind: 'extension', id: shop.extensionId('102') } as const;
  const flowId = await draft(
    node('menu', 'menu', { prompts: await sound(MENU), options: [option('1', 'ask')] }),
    node('webhook', 'ask', { url: server.url, exits: { done: 'desk', failed: 'desk' } }),
    node('ring', 'desk', { target, exits: { busy: 'busy', noAnswer: 'end', unreachable: 'end' } }),
    node('play', 'busy', { prompts: await sound(BUSY), exits: { next: 'end' } }),
    node('hangUp', 'end'),
  );
  const before = Date.now();
  const call = await playTo(flowId);
  const ringing = await ringAt(mine);
  printDuration('from the click to the ring', Date.now() - before);
  expect(ringing.invite.header('From')).toContain('Test: Main number');
  await using line = await ringing.answer(VOICE);
  const answered = Date.now();
  await line.media.hears(MENU);
  printDuration('from the answer to the first prompt', Date.now() - answered);
  await line.press('1');
  const since = Date.now();
  await until('the announcement', () => speechMs(line, since) > 1500);
  expect(server.asked).toMatchObject([{ test: true }]);
  await line.press('3');
  await line.media.hears(BUSY);
  await line.ended();
  expect(await ended(call.id)).toMatchObject({ state: 'ended', outcome: 'done' });
  // no INVITE has arrived at the desk
  await expect(desk.nextRequest('INVITE', 200)).rejects.toThrow('INVITE');
  for (const table of ['calls', 'live_calls', 'flow_statistics', 'call_charges'])
    expect(await fixture.app.query(`select from ${table}`), table).toEqual([]);
});

test('suspending the tenant or hanging up ends a test call', async () => {
  const flowId = await draft(node('menu', 'menu', { prompts: await sound(MENU), firstDigitSeconds: 30 }));
  const call = await playTo(flowId);
  await using line = await (await ringAt(mine)).answer(VOICE);
  await line.media.hears(MENU);
  const since = Date.now();
  await shop.setStatus('SUSPENDED');
  await line.ended(AT_ONCE_MS);
  printDuration('from the suspension to the end', Date.now() - since);
  expect(await ended(call.id)).toMatchObject({ outcome: 'refused' });
  await shop.setStatus('ACTIVE');
  const again = await playTo(flowId);
  await using other = await (await ringAt(mine)).answer(VOICE);
  await other.media.hears(MENU);
  await other.bye();
  expect(await ended(again.id)).toMatchObject({ outcome: 'done' });
});

test('a test call to a busy phone ends as busy', async () => {
  const flowId = await draft(node('hangUp', 'end'));
  const call = await playTo(flowId);
  (await ringAt(mine)).refuse(486);
  expect(await ended(call.id)).toMatchObject({ outcome: 'busy' });
});

test('# ends a recording by phone, and the sound has what was said, without the tone before it', async () => {
  const call = await record('Greeting');
  const ringing = await ringAt(mine);
  expect(ringing.invite.header('From')).toContain('Record: Greeting');
  await using line = await ringing.answer(VOICE);
  await recorded(3);
  await line.press('#');
  await line.ended();
  const { mediaId } = await ended(call.id);
  const heard = await soundOf(mediaId);
  printDuration('the recording lasts', heard.ms);
  expect(heard.ms).toBeGreaterThan(3000);
  // neither the announcement nor the beep is in it
  expect(lengthOf(heard.parts, VOICE)).toBeGreaterThan(heard.ms - 300);
});

test('hanging up ends a recording, which survives killing call control', async () => {
  const call = await record('Hung up');
  await using line = await (await ringAt(mine)).answer(VOICE);
  await recorded(2);
  await line.bye();
  const { mediaId } = await ended(call.id);
  expect(lengthOf((await soundOf(mediaId)).parts, VOICE)).toBeGreaterThan(1500);

  const killed = await record('Killed');
  await using other = await (await ringAt(mine)).answer(VOICE);
  await recorded(2);
  await fixture.control.kill('SIGKILL');
  await fixture.control.start();
  await other.ended();
  const kept = await ended(killed.id);
  expect(kept).toMatchObject({ outcome: 'done' });
  expect(lengthOf((await soundOf(kept.mediaId)).parts, VOICE)).toBeGreaterThan(1500);
});
