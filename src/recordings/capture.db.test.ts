import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { temporaryFolder } from '../../test/cluster.ts';
import { addMedia, convertAs, SOME_HASH } from '../../test/media.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { writePhoneWav } from '../platform/audio/wav.ts';
import { openStorage } from '../platform/db/storage.ts';
import { newId } from '../platform/values/ids.ts';
import { beginRecording, finishRecording, readPolicy, runningOn, snoopName, sweepRecorded, TRACKS } from './capture.ts';
import type { Talk } from './talk.ts';

let app: TestApp;
let shop: TestTenant;
const dataDir = temporaryFolder('capture');
const recorded = path.join(dataDir, 'spool');
const storage = openStorage(dataDir);

beforeAll(async () => {
  app = await createTestApp({ dataDir });
  const admin = await app.user('partner_admin', { partnerId: await app.partner('Northwind') });
  shop = await createTenant(admin.call, { prefix: 'bakery', extensions: ['101', '102'] });
  fs.mkdirSync(recorded);
});
afterAll(async () => {
  await app.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

const talk = (): Talk => ({
  callId: newId(),
  tenantId: shop.id,
  facts: { direction: 'internal', from: '101', to: '102', didId: null },
  caller: { channel: 'caller', extensionId: shop.extensionId('101') },
  callee: { channel: 'callee', extensionId: shop.extensionId('102') },
});
const begin = (id: string, of = talk()) =>
  beginRecording(app.db, { id, talk: of, cause: 'extension', node: 'here', at: new Date().toISOString() });
const finish = (id: string) => finishRecording(app.db, storage, recorded, { id, tenantId: shop.id, ofCaller: true });
const row = async (id: string) =>
  (await app.query('select state, failure, milliseconds from recordings where id = $1', [id]))[0];
/** What a killed Asterisk leaves: sizes of 0. */
function leave(id: string, seconds: number): void {
  for (const track of TRACKS) {
    const wav = writePhoneWav(new Float32Array(8000 * seconds).fill(0.5));
    wav.writeUInt32LE(0, 40);
    fs.writeFileSync(path.join(recorded, `${snoopName(id, track)}.wav`), wav);
  }
}

test('is written before there is sound, completed from the files, and completed once', async () => {
  const id = newId();
  expect(await begin(id)).toBe(true);
  expect(await runningOn(app.db, 'here')).toMatchObject([{ id, tenantId: shop.id, channel: 'caller', ofCaller: true }]);
  leave(id, 2);
  await finish(id);
  expect(await row(id)).toEqual({ state: 'ready', failure: null, milliseconds: 2000 });
  expect(fs.readdirSync(recorded)).toEqual([]);
  // when killed before deleting the originals, it runs again
  leave(id, 1);
  await finish(id);
  expect(await row(id)).toEqual({ state: 'ready', failure: null, milliseconds: 2000 });
  const file = await storage.open(shop.id, 'recordings', `${id}.wav`);
  expect(file?.bytes).toBe(44 + 2 * 8000 * 4);
  await file?.close();
});

test('that begins during a pause is shown as paused, and a restarted call control knows it', async () => {
  const id = newId();
  const at = new Date().toISOString();
  await beginRecording(app.db, { id, talk: talk(), cause: 'extension', node: 'there', at, paused: true });
  expect(await runningOn(app.db, 'there')).toMatchObject([{ id, paused: true }]);
  leave(id, 1);
  await finish(id);
  expect(await row(id)).toMatchObject({ state: 'ready' });
});

test('says so where no sound reached the disk', async () => {
  const id = newId();
  await begin(id);
  await finish(id);
  expect(await row(id)).toEqual({ state: 'failed', failure: 'no_sound', milliseconds: null });
});

test('does not begin, and no policy asks for it, while the status forbids it', async () => {
  expect(await readPolicy(app.db, talk())).toMatchObject({ announce: true, cause: null });
  await app.query('update extensions set record_calls = true');
  expect(await readPolicy(app.db, talk())).toMatchObject({ cause: 'extension' });
  await shop.setStatus('SUSPENDED');
  expect(await readPolicy(app.db, talk())).toBeNull();
  expect(await begin(newId())).toBe(false);
  await shop.setStatus('ACTIVE');
});

test('announces with the tenant’s own sound, by its content, and with the packaged one while there is none', async () => {
  const announcement = async () => (await readPolicy(app.db, talk()))?.announcement;
  expect(await announcement()).toBeNull();
  const mediaId = await addMedia(app, shop.id, 'Our notice', null);
  await app.query('insert into recording_settings (tenant_id, announcement_id) values ($1, $2)', [shop.id, mediaId]);
  expect(await announcement()).toBeNull();
  await convertAs(app, shop.id, mediaId, SOME_HASH);
  expect(await announcement()).toEqual({ tenantId: shop.id, kind: 'media', name: `${SOME_HASH}.wav` });
});

test('removes what nothing refers to from Asterisk’s folder, once it is a day old', async () => {
  const [orphan, running] = [newId(), newId()];
  leave(orphan, 1);
  leave(running, 1);
  const sweep = (hours: number) => sweepRecorded(recorded, new Set([running]), Date.now() + hours * 3_600_000);
  await sweep(23);
  expect(fs.readdirSync(recorded)).toHaveLength(4);
  await sweep(25);
  expect(fs.readdirSync(recorded).toSorted()).toEqual(TRACKS.map((track) => `${snoopName(running, track)}.wav`));
});
