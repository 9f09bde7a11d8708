import fs from 'node:fs';
import type pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { temporaryFolder } from '../../test/cluster.ts';
import { addMedia } from '../../test/media.ts';
import { createTenant } from '../../test/tenants.ts';
import { writePhoneWav } from '../platform/audio/wav.ts';
import { asTenant, type Db, openDb, openPool } from '../platform/db/db.ts';
import { openStorage } from '../platform/db/storage.ts';
import { newId } from '../platform/values/ids.ts';
import { recordingTasks } from './jobs.ts';
import { deleteExpired, sweepFiles } from './retention.ts';

let app: TestApp;
let pool: pg.Pool;
let worker: Db;
let admin: ApiUser;
let tenantId: string;
let extensionId: string;
let at: string;
const dataDir = temporaryFolder('recordings');
const storage = openStorage(dataDir);

beforeAll(async () => {
  app = await createTestApp({ dataDir });
  pool = openPool(app.database.urls.worker, 'test jobs', 2);
  worker = openDb(pool);
  const partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  tenantId = (await admin.call('POST', '/tenants', { name: 'Bakery', sipPrefix: 'bakery', status: 'ACTIVE' })).body.id;
  at = `/tenants/${tenantId}`;
  extensionId = (await admin.call('POST', `${at}/extensions`, { number: '101', name: 'Desk' })).body.id;
});
afterEach(() => app.query('delete from recordings'));
afterAll(async () => {
  await pool.end();
  await app.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

const codes = ({ status, body }: { status: number; body: any }) => [status, body?.code];
const events = async (action: string) =>
  (await admin.call('GET', `${at}/audit-events?limit=200`)).body.items.filter((event: any) => event.action === action);
const list = async (query = ''): Promise<string[]> =>
  (await admin.call('GET', `${at}/recordings${query}`)).body.items.map((one: any) => one.id);

/** A one-second recording with its file. */
async function recorded({
  extensions = [] as string[],
  daysAgo = 0,
  from = '101',
  state = 'ready',
} = {}): Promise<string> {
  const id = newId();
  await app.query(
    `insert into recordings (id, tenant_id, call_id, direction, from_number, to_number, extension_ids, cause, started_at, state, milliseconds, bytes,
       peaks, node, channel_id, of_caller)
     values ($1, $2, $3, 'outbound', $4, '+12125550199', $5, 'extension', now() - $6 * interval '1 day', $7, $8::int, $8::int, $9, 'n', 'c', true)`,
    [
      id,
      tenantId,
      newId(),
      from,
      extensions,
      daysAgo,
      state,
      state === 'ready' ? 1000 : null,
      Buffer.from([1, 2, 3, 4]),
    ],
  );
  await storage.put(tenantId, 'recordings', `${id}.wav`, writePhoneWav(new Float32Array(8000)));
  return id;
}
/** Runs the added jobs. */
async function removeFiles(): Promise<void> {
  const jobs = await app.query<{ payload: unknown }>(
    `select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'remove_recording_files'`,
  );
  const { config } = app;
  for (const { payload } of jobs)
    await recordingTasks.remove_recording_files.run(payload, { db: worker, config, log: pino({ level: 'silent' }) });
}
const files = async () => (await storage.list(tenantId, 'recordings')).map(({ name }) => name.slice(0, -4));

describe('recordings', () => {
  test('are listed, newest first, and found by extension, number and time', async () => {
    const old = await recorded({ daysAgo: 3, from: '102' });
    const mine = await recorded({ extensions: [extensionId] });
    expect(await list()).toEqual([mine, old]);
    expect(await list(`?extensionId=${extensionId}`)).toEqual([mine]);
    expect(await list('?search=102')).toEqual([old]);
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    expect(await list(`?from=${yesterday}`)).toEqual([mine]);
    expect(await list(`?to=${yesterday}`)).toEqual([old]);
  });

  test('say how loud each side is', async () => {
    const { body } = await admin.call('GET', `${at}/recordings/${await recorded()}`);
    expect(body).toMatchObject({ seconds: 1, peaks: { caller: [1, 2], callee: [3, 4] } });
  });

  test('are played whole or in part, and who listens is recorded once', async () => {
    const id = await recorded();
    const whole = await admin.call('GET', `${at}/recordings/${id}/audio`);
    expect([whole.status, whole.bytes.length]).toEqual([200, 16_044]);
    const part = await admin.call('GET', `${at}/recordings/${id}/audio`, undefined, { range: 'bytes=44-143' });
    expect([part.status, part.bytes.length]).toEqual([206, 100]);
    expect(await events('recording.played')).toMatchObject([{ target: { id }, actor: { email: admin.email } }]);
    await app.query("update recordings set heard_at = now() - interval '11 minutes'");
    await admin.call('GET', `${at}/recordings/${id}/audio`);
    expect(await events('recording.played')).toHaveLength(2);
  });

  test('of an extension are there for its plain user, if an admin allows it', async () => {
    const [mine, other] = [await recorded({ extensions: [extensionId] }), await recorded()];
    const user = await app.user('tenant_user', { tenantId });
    const heard = async () => {
      const listed = (await user.call('GET', `${at}/recordings`)).body.items.map(({ id }: { id: string }) => id);
      const sounds = await Promise.all([mine, other].map((id) => user.call('GET', `${at}/recordings/${id}/audio`)));
      return { listed, sounds: sounds.map(({ status }) => status) };
    };
    const nothing = { listed: [], sounds: [404, 404] };
    expect(await heard()).toEqual(nothing);
    await admin.call('PATCH', `${at}/users/${user.id}`, { hearsRecordings: true });
    expect(await heard()).toEqual(nothing);
    await admin.call('PATCH', `${at}/users/${user.id}`, { extensionId });
    expect(await heard()).toEqual({ listed: [mine], sounds: [200, 404] });
    const { body } = await user.call('GET', '/session');
    expect(body).toMatchObject({ extension: { id: extensionId, number: '101', name: 'Desk' } });
    expect(body.permissions).toContain('recordings.read');
    expect((await user.call('DELETE', `${at}/recordings/${mine}`)).status).toBe(403);
    expect((await user.call('GET', `${at}/recording-settings`)).status).toBe(403);
    expect(await events('recording.played')).toContainEqual(
      expect.objectContaining({
        target: expect.objectContaining({ id: mine }),
        actor: expect.objectContaining({ email: user.email }),
      }),
    );
    await admin.call('PATCH', `${at}/users/${user.id}`, { hearsRecordings: false });
    expect(await heard()).toEqual(nothing);
    expect((await user.call('GET', '/session')).body.permissions).not.toContain('recordings.read');
  });

  test('are not there for a partner’s viewer', async () => {
    const id = await recorded();
    const { partner_id: partnerId } = (await app.query<{ partner_id: string }>('select partner_id from tenants'))[0]!;
    const viewer = await app.user('partner_user', { partnerId });
    expect((await viewer.call('GET', `${at}/recordings/${id}/audio`)).status).toBe(403);
  });

  test('are deleted with their file, which goes after the row', async () => {
    const id = await recorded();
    expect((await admin.call('DELETE', `${at}/recordings/${id}`)).status).toBe(204);
    expect(await list()).toEqual([]);
    expect(await events('recording.deleted')).toHaveLength(1);
    await removeFiles();
    expect(await files()).not.toContain(id);
  });

  test('are not deleted while they go on', async () => {
    const id = await recorded({ state: 'recording' });
    expect(codes(await admin.call('DELETE', `${at}/recordings/${id}`))).toEqual([409, 'recording_running']);
  });
});

describe('the settings', () => {
  const patch = (body: object) => admin.call('PATCH', `${at}/recording-settings`, body);

  test('announce recordings and keep them for 90 days unless somebody changes that', async () => {
    expect((await admin.call('GET', `${at}/recording-settings`)).body).toEqual({
      announce: true,
      announcementId: null,
      onDemand: true,
      numberIds: [],
      retentionDays: 90,
      version: 0,
    });
  });

  test('turn the announcement off only with a confirmation, which is in the audit log', async () => {
    expect(codes(await patch({ announce: false }))).toEqual([422, 'invalid']);
    expect((await patch({ announce: false, confirmLawful: true })).body).toMatchObject({ announce: false, version: 1 });
    const [event] = await events('recording_settings.edited');
    expect(event).toMatchObject({ before: { announce: true }, after: { announce: false, confirmLawful: true } });
  });

  test('name an announcement of the library by its name in the audit log, and let go of one that is deleted', async () => {
    const read = async () => (await admin.call('GET', `${at}/recording-settings`)).body;
    const mediaId = await addMedia(app, tenantId, 'Our notice');
    const stranger = await createTenant(admin.call, { prefix: 'stranger' });
    const foreign = await addMedia(app, stranger.id, 'Theirs');
    expect(codes(await patch({ announcementId: foreign }))).toEqual([422, 'invalid']);
    expect((await patch({ announcementId: mediaId })).body).toMatchObject({ announcementId: mediaId });
    const [event] = await events('recording_settings.edited');
    expect(event).toMatchObject({ before: { announcement: null }, after: { announcement: 'Our notice' } });
    const [{ uses }] = (await admin.call('GET', `${at}/media`)).body.items;
    expect(uses).toEqual([{ kind: 'recording_announcement', id: tenantId, name: 'Recording announcement' }]);
    const { version } = await read();
    expect((await admin.call('DELETE', `${at}/media/${mediaId}`)).status).toBe(204);
    expect(await read()).toMatchObject({ announcementId: null, version: version + 1 });
  });

  test('take only the tenant’s numbers, and forget those that have left', async () => {
    expect(codes(await patch({ numberIds: [newId()] }))).toEqual([422, 'invalid']);
    const added = await admin.call('POST', '/dids', { numbers: ['+12125550101'] });
    const didId = added.body.added[0].id;
    await admin.call('POST', `/dids/${didId}/assign`, { tenantId });
    expect((await patch({ numberIds: [didId] })).body.numberIds).toEqual([didId]);
    await admin.call('POST', '/dids/release-many', { didIds: [didId] });
    expect((await admin.call('GET', `${at}/recording-settings`)).body.numberIds).toEqual([]);
  });
});

describe('retention', () => {
  test('deletes what is older than the tenant wants, with its files, but nothing that is in progress or under a hold', async () => {
    await admin.call('PATCH', `${at}/recording-settings`, { retentionDays: 10 });
    const [young, old, running] = [
      await recorded({ daysAgo: 9 }),
      await recorded({ daysAgo: 11 }),
      await recorded({ daysAgo: 11, state: 'recording' }),
    ];
    await app.query(
      "insert into legal_holds (tenant_id, reason, placed_by, placed_by_email) values ($1, 'A court', gen_random_uuid(), 'x@y.example')",
      [tenantId],
    );
    await deleteExpired(worker, new Date());
    expect(new Set(await list())).toEqual(new Set([young, running, old]));
    await app.query('delete from legal_holds');
    await deleteExpired(worker, new Date());
    expect(new Set(await list())).toEqual(new Set([young, running]));
    await removeFiles();
    expect(await files()).not.toContain(old);
    expect(await files()).toContain(young);
  });

  test('sweeps files that no row refers to, once they are a day old', async () => {
    const kept = await recorded();
    const orphan = newId();
    await storage.put(tenantId, 'recordings', `${orphan}.wav`, writePhoneWav(new Float32Array(10)));
    const sweep = (hours: number) =>
      asTenant(app.db, tenantId, (tx) => sweepFiles(tx, tenantId, storage, new Date(Date.now() + hours * 3_600_000)));
    await sweep(23);
    expect(await files()).toContain(orphan);
    await sweep(25);
    expect(await files()).not.toContain(orphan);
    expect(await files()).toContain(kept);
  });
});

describe('orders for a call in progress', () => {
  async function liveCall({ emergency = false, answered = true } = {}): Promise<string> {
    const id = newId();
    await app.query(
      `insert into live_calls (id, tenant_id, direction, emergency, from_number, to_number, answered_at, node, channel_id)
       values ($1, $2, 'outbound', $3, '101', '+12125550199', $4, 'n', 'c')`,
      [id, tenantId, emergency, answered ? new Date() : null],
    );
    return id;
  }
  const order = async (id: string, action: string) =>
    codes(await admin.call('POST', `${at}/live-calls/${id}/recording`, { action }));

  test('start a recording of an answered call, never of an emergency call', async () => {
    expect(await order(await liveCall(), 'start')).toEqual([202, undefined]);
    expect(await order(await liveCall({ answered: false }), 'start')).toEqual([409, 'not_recordable']);
    expect(await order(await liveCall({ emergency: true }), 'start')).toEqual([409, 'not_recordable']);
  });

  test('pause and stop only what is being recorded', async () => {
    const id = await liveCall();
    expect(await order(id, 'pause')).toEqual([409, 'not_recorded']);
    const recording = await recorded({ state: 'recording' });
    await app.query('update recordings set call_id = $1 where id = $2', [id, recording]);
    expect(await order(id, 'pause')).toEqual([202, undefined]);
    expect(await order(id, 'stop')).toEqual([202, undefined]);
  });
});
