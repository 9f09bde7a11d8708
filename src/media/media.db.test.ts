import fs from 'node:fs';
import { buffer } from 'node:stream/consumers';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { temporaryFolder } from '../../test/cluster.ts';
import { soundFile, toneFile } from '../../test/sounds.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { readWav } from '../platform/audio/wav.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { openDb, openPool } from '../platform/db/db.ts';
import { openStorage } from '../platform/db/storage.ts';
import { newId } from '../platform/values/ids.ts';
import { MAX_MEDIA_BYTES } from './contract.ts';
import { mediaTasks } from './jobs.ts';
import { loudnessOf } from './loudness.ts';

let app: TestApp;
let admin: ApiUser['call'];
let shop: TestTenant;
let worker: ReturnType<typeof openDb>;
let config: Config;
const dataDir = temporaryFolder('media');
const storage = openStorage(dataDir);
const OCTETS = { 'content-type': 'application/octet-stream' };

beforeAll(async () => {
  app = await createTestApp({ dataDir });
  admin = (await app.user('partner_admin', { partnerId: await app.partner('Northwind') })).call;
  shop = await createTenant(admin, { prefix: 'bakery' });
  worker = openDb(openPool(app.database.urls.worker, 'test', 2));
  config = { ...readConfig({ DATA_DIR: dataDir }), dataDir };
});
afterAll(async () => {
  await worker.destroy();
  await app.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

let made = 0;
const upload = (file: Buffer, name = `Sound ${++made}`) =>
  admin('POST', `${shop.path}/media?name=${encodeURIComponent(name)}`, file, OCTETS);
const read = async (id: string) => (await admin('GET', `${shop.path}/media/${id}`)).body;
const files = async (): Promise<string[]> => (await storage.list(shop.id, 'media')).map(({ name }) => name);
const deps = (changed: Partial<Config> = {}) => ({
  db: worker,
  config: { ...config, ...changed },
  log: pino({ level: 'silent' }),
});
/** Runs the waiting conversion jobs `times` times. */
async function convertAll(changed?: Partial<Config>, times = 1): Promise<void> {
  const jobs = await app.query<{ payload: unknown }>(
    `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
     where t.id = j.task_id and t.identifier = 'convert_media' returning j.payload`,
  );
  for (const { payload } of jobs)
    for (let time = 0; time < times; time++) await mediaTasks.convert_media.run(payload, deps(changed));
}
async function converted(file: Buffer, changed?: Partial<Config>) {
  const { status, body, text } = await upload(file);
  expect(status, text).toBe(201);
  expect(body).toMatchObject({ state: 'converting', seconds: null, hash: null, source: 'upload' });
  await convertAll(changed);
  return read(body.id);
}
async function samplesOf(name: string) {
  const file = await storage.open(shop.id, 'media', name);
  const sound = readWav(await buffer(file!.read()));
  if ('fault' in sound) throw new Error(sound.fault);
  return { ...sound, samples: sound.channels[0]! };
}

describe('an upload is converted to a sound for phones', () => {
  const STEREO = ['-ac', '2', '-ar', '96000'];
  test.each<[string, () => Buffer]>([
    ['8-bit WAV', () => toneFile(1, 'wav', '-c:a', 'pcm_u8', '-ar', '11025')],
    ['24-bit WAV, stereo, 96 kHz', () => toneFile(1, 'wav', '-c:a', 'pcm_s24le', ...STEREO)],
    ['32-bit float WAV', () => toneFile(1, 'wav', '-c:a', 'pcm_f32le', '-ar', '44100')],
    ['A-law WAV', () => toneFile(1, 'wav', '-c:a', 'pcm_alaw', '-ar', '8000')],
    ['VBR MP3', () => toneFile(1, 'mp3', '-c:a', 'libmp3lame', '-q:a', '5')],
    ['Vorbis OGG', () => toneFile(1, 'ogg', '-c:a', 'libvorbis')],
    ['Opus OGG', () => toneFile(1, 'ogg', '-c:a', 'libopus')],
    ['Opus WebM, as browsers record', () => toneFile(1, 'webm', '-c:a', 'libopus')],
    ['AAC M4A', () => toneFile(1, 'mp4', '-c:a', 'aac', '-movflags', 'frag_keyframe+empty_moov')],
  ])('%s', async (_, file) => {
    const media = await converted(file());
    expect(media).toMatchObject({ state: 'ready', failure: null });
    expect(media.seconds).toBeCloseTo(1, 0);
    for (const [name, rate] of [
      [`${media.hash}.wav`, 8000],
      [`${media.hash}.wav16`, 16_000],
    ] as const) {
      const sound = await samplesOf(name);
      expect([sound.rate, sound.channels.length]).toEqual([rate, 1]);
      expect(loudnessOf(sound.samples, rate)).toBeCloseTo(-20, 0);
    }
  });

  test('and the page plays the converted file, also in parts', async () => {
    const media = await converted(toneFile(1, 'mp3'));
    const path = `${shop.path}/media/${media.id}/audio`;
    const stored = await storage.open(shop.id, 'media', `${media.hash}.wav16`);
    expect((await admin('GET', path)).headers['content-length']).toBe(String(stored!.bytes));
    await stored!.close();
    expect((await admin('GET', path, undefined, { range: 'bytes=0-3' })).status).toBe(206);
  });

  test('and a file’s own metadata is not stored', async () => {
    const media = await converted(toneFile(1, 'mp3', '-metadata', 'title=<script>alert(1)</script>'));
    const file = await storage.open(shop.id, 'media', `${media.hash}.wav`);
    expect((await buffer(file!.read())).includes('script')).toBe(false);
  });

  test('the same content is stored once', async () => {
    const before = (await files()).length;
    const [one, other] = [await converted(toneFile(2, 'wav')), await converted(toneFile(2, 'wav'))];
    expect(one.hash).toBe(other.hash);
    expect(await files()).toHaveLength(before + 2);
  });
});

describe('an unusable upload is refused or fails with a clear error', () => {
  test.each<[string, () => Buffer, RegExp]>([
    ['an empty file', () => Buffer.alloc(0), /empty/],
    ['a playlist', () => Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'), /no sound/],
    ['a picture', () => Buffer.from('\x89PNG\r\n\x1a\n'.padEnd(200), 'latin1'), /no sound/],
  ])('%s', async (_, file, words) => {
    const { status, body } = await upload(file());
    expect([status, body.detail]).toEqual([422, expect.stringMatching(words)]);
  });

  test('more than 50 MB', async () => {
    expect((await upload(Buffer.alloc(MAX_MEDIA_BYTES + 1))).status).toBe(413);
  });

  test.each<[string, () => Buffer, string]>([
    ['a WAV that holds a playlist', () => Buffer.from('RIFF\0\0\0\0WAVE#EXTM3U\nfile:///etc/passwd\n'), 'unreadable'],
    ['50 MB of zeros in MP3', () => Buffer.concat([Buffer.from('ID3'), Buffer.alloc(49_000_000)]), 'unreadable'],
    ['hours of silence in a small OGG', () => longSilence(), 'too_long'],
    ['a WAV without sound', () => toneFile(0.001, 'wav').subarray(0, 44), 'unreadable'],
  ])('%s', async (_, file, failure) => {
    const media = await converted(file());
    expect(media).toMatchObject({ state: 'failed', failure, seconds: null });
    const [event] = await app.query("select after from audit_events where action = 'media.failed' and target_id = $1", [
      media.id,
    ]);
    expect(event).toEqual({ after: { name: media.name, failure } });
    expect((await files()).filter((name) => name.endsWith('.upload'))).toEqual([]);
  });

  const longSilence = () =>
    soundFile('-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-t', '7200', '-c:a', 'flac', 'ogg');

  test('silence stays silence', async () => {
    const media = await converted(soundFile('-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-t', '1', 'wav'));
    const { samples } = await samplesOf(`${media.hash}.wav16`);
    expect([media.state, samples.every((sample) => sample === 0)]).toEqual(['ready', true]);
  });

  test('without ffmpeg, only WAV is accepted and converted', async () => {
    const without = { cacheDir: temporaryFolder('no cache', dataDir) };
    const media = await converted(toneFile(1, 'wav', '-ac', '2', '-ar', '44100'), without);
    expect(media).toMatchObject({ state: 'ready', seconds: 1 });
    const { samples } = await samplesOf(`${media.hash}.wav16`);
    expect(loudnessOf(samples, 16_000)).toBeCloseTo(-20, 0);
  });
});

describe('a conversion', () => {
  test('may run twice, and changes nothing the second time', async () => {
    const { body } = await upload(toneFile(1, 'wav'));
    await convertAll({}, 2);
    const media = await read(body.id);
    expect([media.state, media.version]).toEqual(['ready', 2]);
  });

  test('that has killed its process several times is abandoned', async () => {
    const { body } = await upload(toneFile(1, 'wav'));
    await app.query('update media set attempts = 3 where id = $1', [body.id]);
    await convertAll();
    expect(await read(body.id)).toMatchObject({ state: 'failed', failure: 'given_up' });
  });

  test('of a replacement leaves the old sound in place until it is done, or if it fails', async () => {
    const media = await converted(toneFile(1, 'wav'));
    const put = (file: Buffer) => admin('PUT', `${shop.path}/media/${media.id}/file`, file, OCTETS);
    expect((await put(toneFile(3, 'wav'))).body).toMatchObject({ state: 'converting', seconds: 1, hash: media.hash });
    expect((await put(toneFile(3, 'wav'))).body).toMatchObject({ code: 'media_converting' });
    await convertAll();
    const replaced = await read(media.id);
    expect(replaced).toMatchObject({ state: 'ready', seconds: 3 });
    await put(Buffer.from('RIFF\0\0\0\0WAVE'));
    await convertAll();
    expect(await read(media.id)).toMatchObject({ state: 'failed', seconds: 3, hash: replaced.hash });
  });

  test('of media deleted meanwhile leaves nothing behind', async () => {
    const { body } = await upload(toneFile(5, 'wav'));
    const before = (await files()).filter((name) => !name.endsWith('.upload'));
    await admin('DELETE', `${shop.path}/media/${body.id}`);
    await convertAll();
    expect(await files()).toEqual(before);
  });
});

describe('a sound', () => {
  test('has a unique name in the tenant', async () => {
    const { body } = await upload(toneFile(1, 'wav'), 'Welcome');
    expect((await upload(toneFile(1, 'wav'), 'WELCOME')).body.code).toBe('media_name_taken');
    const { body: other } = await upload(toneFile(1, 'wav'), '../../etc/passwd');
    expect(other.name).toBe('../../etc/passwd');
    const rename = (id: string, name: string) => admin('PATCH', `${shop.path}/media/${id}`, { name });
    expect((await rename(other.id, 'welcome')).body.code).toBe('media_name_taken');
    expect((await rename(body.id, 'welcome')).body).toMatchObject({ name: 'welcome' });
    expect((await admin('GET', `${shop.path}/media?search=welc`)).body.items).toHaveLength(1);
    await convertAll();
  });

  test('has its files as long as anything plays them', async () => {
    const [one, other] = [await converted(toneFile(4, 'wav')), await converted(toneFile(4, 'wav'))];
    const removeUnplayed = () => mediaTasks.remove_unplayed_media.run({ tenantId: shop.id }, deps());
    const isKept = async () => (await files()).includes(`${one.hash}.wav`);
    await admin('DELETE', `${shop.path}/media/${one.id}`);
    await removeUnplayed();
    expect(await isKept()).toBe(true);
    await app.query("insert into flow_texts (tenant_id, text, hash) values ($1, 'spoken in a flow', $2)", [
      shop.id,
      one.hash,
    ]);
    await admin('DELETE', `${shop.path}/media/${other.id}`);
    await removeUnplayed();
    expect(await isKept()).toBe(true);
    await app.query('delete from flow_texts');
    await removeUnplayed();
    expect(await isKept()).toBe(false);
    expect(await files()).not.toContain(`${one.hash}.wav16`);
  });

  test('of another tenant is neither visible nor cleaned up', async () => {
    const media = await converted(toneFile(1, 'wav'));
    const stranger = await createTenant(admin, { prefix: 'cafe' });
    expect((await admin('GET', `${stranger.path}/media/${media.id}/audio`)).status).toBe(404);
    await mediaTasks.remove_unplayed_media.run({ tenantId: stranger.id }, deps());
    expect(await files()).toContain(`${media.hash}.wav`);
  });

  test('is cleaned up at night: files without a row are deleted', async () => {
    const name = `${newId()}.upload`;
    await storage.put(shop.id, 'media', name, Buffer.from('x'));
    const before = (await files()).length;
    await mediaTasks.sweep_media_files.run({}, deps());
    expect(await files()).toHaveLength(before);
    const old = new Date(Date.now() - 48 * 60 * 60 * 1000);
    for (const file of await files()) fs.utimesSync(`${dataDir}/tenants/${shop.id}/media/${file}`, old, old);
    await mediaTasks.sweep_media_files.run({}, deps());
    expect(await files()).toHaveLength(before - 1);
    expect(await files()).not.toContain(name);
  });
});
