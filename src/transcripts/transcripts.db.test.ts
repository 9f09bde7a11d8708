import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { openSpeechServer, type SpeechReply } from '../../test/speech-server.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { writePhoneWav } from '../platform/audio/wav.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { asTenant, openDb, openPool } from '../platform/db/db.ts';
import { openStorage } from '../platform/db/storage.ts';
import { newId } from '../platform/values/ids.ts';
import { stereoHeader } from '../recordings/stereo.ts';
import { transcriptTasks } from './jobs.ts';
import { requestTranscript } from './transcripts.ts';

const SAID: SpeechReply = {
  body: { text: 'Two cakes, please.', segments: [{ start: 0.5, end: 2, text: ' Two cakes, please. ' }] },
};
const SPEECH = Float32Array.from({ length: 24_000 }, (_, n) => 0.3 * Math.sin(n / 3));
const SILENCE = new Float32Array(24_000);

let app: TestApp;
let admin: ApiUser['call'];
let shop: TestTenant;
let mailboxId: string;
let dataDir: string;
let config: Config;
let worker: ReturnType<typeof openDb>;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Partner');
  admin = (await app.user('partner_admin', { partnerId })).call;
  shop = await createTenant(admin, { prefix: 'bakery' });
  mailboxId = (await admin('POST', `${shop.path}/mailboxes`, { number: '800', name: 'Sales' })).body.id;
  dataDir = mkdtempSync(path.join(tmpdir(), 'transcripts-'));
  config = readConfig({ DATA_DIR: dataDir });
  worker = openDb(openPool(app.database.urls.worker, 'test', 2));
});
afterAll(async () => {
  await worker.destroy();
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  await app.query('delete from voicemails');
  await app.query('delete from recordings');
});

/** Stores a message with this sound. */
async function message(samples = SPEECH): Promise<string> {
  const id = newId();
  await app.query(
    `insert into voicemails (id, tenant_id, mailbox_id, from_number, received_at, seconds) values ($1, $2, $3, '+12125550199', now(), 3)`,
    [id, shop.id, mailboxId],
  );
  await openStorage(dataDir).put(shop.id, 'voicemails', `${id}.wav`, writePhoneWav(samples));
  return id;
}
const run = (voicemailId: string, url: string | undefined, key?: string): Promise<void> =>
  transcriptTasks.transcribe_voicemail.run(
    { tenantId: shop.id, voicemailId },
    {
      db: worker,
      config: { ...config, speech: url && { url, key, model: 'whisper-1' } },
      log: pino({ level: 'silent' }),
    },
  );
const read = (id: string) => admin('GET', `${shop.path}/voicemails/${id}/transcript`);

test('a message becomes text with times, and the service is asked as services expect', async () => {
  await using service = await openSpeechServer(SAID);
  const id = await message();
  await run(id, service.url, 'secret');
  expect((await read(id)).body).toEqual({
    state: 'done',
    passages: [{ start: 0.5, end: 2, speaker: 'caller', text: 'Two cakes, please.' }],
  });
  expect((await admin('GET', `${shop.path}/voicemails?search=cakes`)).body.items).toMatchObject([
    { id, transcript: 'done' },
  ]);
  expect((await admin('GET', `${shop.path}/voicemails?search=bread`)).body.items).toEqual([]);
  const [request, ...more] = service.requests;
  expect(more).toEqual([]);
  expect(request).toMatchObject({ path: '/v1/audio/transcriptions', authorization: 'Bearer secret' });
  for (const part of ['name="file"; filename="sound.wav"', 'RIFF', 'name="model"\r\n\r\nwhisper-1', 'verbose_json'])
    expect(request?.body).toContain(part);
});

test('the job of a new message runs once it is committed, and again changes nothing', async () => {
  await using service = await openSpeechServer(SAID, { body: { text: 'Something else.' } });
  const id = await message();
  await asTenant(app.db, shop.id, (tx) => requestTranscript(tx, shop.id, { kind: 'voicemail', id }));
  const jobs = await app.query<{ task_identifier: string }>(
    `select t.identifier as task_identifier from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id where j.payload->>'voicemailId' = $1`,
    [id],
  );
  expect(jobs).toEqual([{ task_identifier: 'transcribe_voicemail' }]);
  await run(id, service.url);
  await run(id, service.url);
  expect((await read(id)).body.passages).toMatchObject([{ text: 'Two cakes, please.' }]);
  expect(service.requests).toHaveLength(1);
});

test('silence is not sent: a service would invent words for it', async () => {
  await using service = await openSpeechServer({ body: { text: 'Thanks for watching!' } });
  const id = await message(SILENCE);
  await run(id, service.url);
  expect((await read(id)).body).toEqual({ state: 'done', passages: [] });
  expect(service.requests).toEqual([]);
});

test('without a speech service there is no transcript, and nothing says that there could be', async () => {
  const id = await message();
  await run(id, undefined);
  expect((await read(id)).status).toBe(404);
});

describe('a service that fails', () => {
  test.each<[string, SpeechReply]>([
    ['with 500', { status: 500, body: { error: 'overloaded' } }],
    ['with nonsense', { body: 'not JSON' }],
    ['with another answer', { body: { words: 3 } }],
  ])('%s is asked five times in all, and the message stays', async (_, reply) => {
    await using service = await openSpeechServer(reply);
    const id = await message();
    for (let attempt = 1; attempt <= 4; attempt++) {
      await expect(run(id, service.url)).rejects.toThrow(/speech service|JSON|text/);
      expect((await read(id)).body).toEqual({ state: 'waiting', passages: [] });
    }
    await run(id, service.url);
    expect((await read(id)).body).toEqual({ state: 'failed', passages: [] });
    expect((await admin('GET', `${shop.path}/voicemails/${id}`)).status).toBe(200);
  });

  test('can be asked again by a person', async () => {
    await using bad = await openSpeechServer({ status: 503, body: {} });
    await using good = await openSpeechServer(SAID);
    const id = await message();
    for (let attempt = 1; attempt <= 5; attempt++) await run(id, bad.url).catch(() => {});
    expect((await admin('POST', `${shop.path}/voicemails/${id}/transcript`)).body.state).toBe('waiting');
    await run(id, good.url);
    expect((await read(id)).body.state).toBe('done');
  });
});

test('a message that is deleted meanwhile leaves no text', async () => {
  await using service = await openSpeechServer(SAID);
  const [gone, another] = [await message(), await message()];
  await app.query('delete from voicemails where id = $1', [gone]);
  await run(gone, service.url);
  expect(service.requests).toEqual([]);
  await run(another, service.url);
  await app.query('delete from voicemails where id = $1', [another]);
  expect(await app.query('select from transcripts')).toEqual([]);
});

/** Stores a recording with these two sides. */
async function recording(caller: Float32Array, callee: Float32Array): Promise<string> {
  const id = newId();
  await app.query(
    `insert into recordings (id, tenant_id, call_id, direction, from_number, to_number, extension_ids, cause, started_at, state, milliseconds, node,
       channel_id, of_caller) values ($1, $2, $1, 'inbound', '+12125550199', '101', '{}', 'number', now(), 'ready', 3000, 'n', 'c', true)`,
    [id, shop.id],
  );
  const sound = Buffer.alloc(4 * caller.length);
  caller.forEach((sample, n) => {
    sound.writeInt16LE(Math.round(sample * 0x7fff), 4 * n);
    sound.writeInt16LE(Math.round((callee[n] ?? 0) * 0x7fff), 4 * n + 2);
  });
  const file = Buffer.concat([stereoHeader(sound.length), sound]);
  await openStorage(dataDir).put(shop.id, 'recordings', `${id}.wav`, file);
  return id;
}
const runRecording = (recordingId: string, url: string): Promise<void> =>
  transcriptTasks.transcribe_recording.run(
    { tenantId: shop.id, recordingId },
    {
      db: worker,
      config: { ...config, speech: { url, key: undefined, model: 'whisper-1' } },
      log: pino({ level: 'silent' }),
    },
  );
const said = (text: string): SpeechReply => ({ body: { text, segments: [{ start: 0.5, end: 2, text }] } });

describe('a recording', () => {
  test('becomes one conversation of two sides, is found by its words, and its text goes with it', async () => {
    await using service = await openSpeechServer(said('Two cakes, please.'), said('For Friday?'));
    const id = await recording(SPEECH, SPEECH);
    const at = `${shop.path}/recordings`;
    expect((await admin('GET', `${at}/${id}/transcript`)).status).toBe(404);
    await runRecording(id, service.url);
    expect((await admin('GET', `${at}/${id}/transcript`)).body).toMatchObject({
      state: 'done',
      passages: [
        { speaker: 'caller', text: 'Two cakes, please.' },
        { speaker: 'callee', text: 'For Friday?' },
      ],
    });
    expect((await admin('GET', `${at}?search=friday`)).body.items).toMatchObject([{ id, transcript: 'done' }]);
    expect((await admin('GET', `${at}?search=bread`)).body.items).toEqual([]);
    expect((await admin('GET', `${at}?search=555-0199`)).body.items).toMatchObject([{ id }]);
    await admin('DELETE', `${at}/${id}`);
    expect(await app.query('select from transcripts')).toEqual([]);
  });

  test('is not asked about where a side is silent, as while it is paused', async () => {
    await using service = await openSpeechServer(said('Hello.'));
    const id = await recording(SPEECH, SILENCE);
    await runRecording(id, service.url);
    expect(service.requests).toHaveLength(1);
  });

  test('of more than ten minutes is sent in pieces, and times are those of the whole', async () => {
    await using service = await openSpeechServer(said('At first.'), said('At last.'));
    const long = new Float32Array(603 * 8000);
    long.set(SPEECH, 0);
    long.set(SPEECH, 600 * 8000);
    const id = await recording(long, new Float32Array(0));
    await runRecording(id, service.url);
    const { passages } = (await admin('GET', `${shop.path}/recordings/${id}/transcript`)).body;
    expect(passages).toMatchObject([
      { start: 0.5, text: 'At first.' },
      { start: 600.5, text: 'At last.' },
    ]);
  });

  test('that failed is asked about again, and a plain user reads only their own', async () => {
    await using bad = await openSpeechServer({ status: 503, body: {} });
    const id = await recording(SPEECH, SILENCE);
    for (let attempt = 1; attempt <= 5; attempt++) await runRecording(id, bad.url).catch(() => {});
    const at = `${shop.path}/recordings/${id}/transcript`;
    expect((await admin('GET', at)).body.state).toBe('failed');
    const user = await app.user('tenant_user', { tenantId: shop.id });
    expect((await user.call('GET', at)).status).toBe(404);
    expect((await admin('POST', at)).body.state).toBe('waiting');
  });
});
