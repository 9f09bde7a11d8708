import fs from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { temporaryFolder } from '../../test/cluster.ts';
import { toneFile } from '../../test/sounds.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { openDb, openPool } from '../platform/db/db.ts';
import { listeningPort } from '../platform/process/listening-port.ts';
import { mediaTasks } from './jobs.ts';

let app: TestApp;
let admin: ApiUser['call'];
let shop: TestTenant;
let worker: ReturnType<typeof openDb>;
let config: Config;
const dataDir = temporaryFolder('speech');

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
const speech = (said: string) => admin('POST', `${shop.path}/media/speech`, { name: `Text ${++made}`, text: said });
async function runJobs(changed: Partial<Config> = {}): Promise<void> {
  const jobs = await app.query<{ payload: unknown }>(
    `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
     where t.id = j.task_id and t.identifier = 'convert_media' returning j.payload`,
  );
  const log = pino({ level: 'silent' });
  for (const { payload } of jobs)
    for (let attempt = 1; attempt <= 3; attempt++)
      await mediaTasks.convert_media
        .run(payload, { db: worker, config: { ...config, ...changed }, log })
        .catch(() => {});
}
async function spoken(said: string, changed?: Partial<Config>) {
  const { status, body, text: answer } = await speech(said);
  expect(status, answer).toBe(201);
  await runJobs(changed);
  return (await admin('GET', `${shop.path}/media/${body.id}`)).body;
}

test('the packaged voice speaks a text, and shell or SSML syntax in it is only text', async () => {
  const plain = await spoken('Welcome to the bakery.');
  expect(plain).toMatchObject({ state: 'ready', source: 'speech', voice: 'packaged', text: 'Welcome to the bakery.' });
  expect(plain.seconds).toBeGreaterThan(0.8);
  for (const said of [
    '$(touch /tmp/x) `id`',
    '-f /etc/passwd',
    '<speak><audio src="file:///etc/passwd"/></speak>',
    '🎉 Hi',
    "it's; \\ 100 %",
  ])
    expect(await spoken(said)).toMatchObject({ state: 'ready', text: said });
  // reading the file aloud would take minutes
  expect((await spoken('-f /etc/passwd')).seconds).toBeLessThan(10);
});

test('a text has 1 to 1,000 characters', async () => {
  for (const said of ['', '   ', 'a'.repeat(5000)]) expect((await speech(said)).status).toBe(422);
  expect(await spoken('Hello there. '.repeat(76).slice(0, 1000))).toMatchObject({ state: 'ready' });
});

test('a text can be replaced by another', async () => {
  const media = await spoken('Good morning.');
  const path = `${shop.path}/media/${media.id}/text`;
  expect((await admin('PUT', path, { text: 'Good evening, and welcome.' })).body).toMatchObject({
    state: 'converting',
  });
  await runJobs();
  const after = (await admin('GET', `${shop.path}/media/${media.id}`)).body;
  expect(after).toMatchObject({ state: 'ready', text: 'Good evening, and welcome.' });
  expect(after.hash).not.toBe(media.hash);
  const events = await app.query(`select action from audit_events where target_id = $1 order by id`, [media.id]);
  expect(events).toEqual([{ action: 'media.created' }, { action: 'media.replaced' }]);
});

/** A speech service on loopback with this response. */
async function openVoiceService(status: number, answer: Buffer) {
  const requests: { url: string | undefined; key: string | undefined; body: unknown }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body: unknown = JSON.parse(await text(request));
      requests.push({ url: request.url, key: request.headers.authorization, body });
      response.writeHead(status, { 'content-type': 'audio/wav' }).end(answer);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = listeningPort(server);
  return {
    requests,
    config: { voiceService: { url: `http://127.0.0.1:${port}`, key: 'secret', model: 'tts-1', voice: 'alloy' } },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
const withService = (id: string) => app.query(`update media set voice = 'service' where id = $1`, [id]);

test('a speech service gets the request that such services expect, and its sound is converted like any other', async () => {
  await using service = await openVoiceService(200, toneFile(2, 'mp3'));
  const { body } = await speech('Hello.');
  await withService(body.id);
  await runJobs(service.config);
  expect(service.requests).toEqual([
    {
      url: '/v1/audio/speech',
      key: 'Bearer secret',
      body: { model: 'tts-1', voice: 'alloy', input: 'Hello.', response_format: 'wav' },
    },
  ]);
  expect((await admin('GET', `${shop.path}/media/${body.id}`)).body).toMatchObject({
    state: 'ready',
    voice: 'service',
  });
});

test('a failing service is tried three times, and the media shows why it failed', async () => {
  await using service = await openVoiceService(500, Buffer.from('{"error":"Hello."}'));
  const { body } = await speech('Hello.');
  await withService(body.id);
  await runJobs(service.config);
  expect(service.requests).toHaveLength(3);
  expect((await admin('GET', `${shop.path}/media/${body.id}`)).body).toMatchObject({
    state: 'failed',
    failure: 'voice',
  });
});
