import fs from 'node:fs';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../../test/app.ts';
import { temporaryFolder } from '../../../test/cluster.ts';
import { content, node } from '../../../test/flow-content.ts';
import { createTenant, type TestTenant } from '../../../test/tenants.ts';
import { readConfig } from '../../platform/config.ts';
import { openDb, openPool } from '../../platform/db/db.ts';
import { WEEKDAYS } from '../../schedules/hours-contract.ts';
import type { FlowContent } from '../content/graph-contract.ts';
import { flowTasks } from '../jobs.ts';

let app: TestApp;
let admin: ApiUser['call'];
let tenant: TestTenant;
let worker: ReturnType<typeof openDb>;
const dataDir = temporaryFolder('flow-texts');

beforeAll(async () => {
  app = await createTestApp({ dataDir });
  admin = (await app.user('partner_admin', { partnerId: await app.partner('Northwind') })).call;
  worker = openDb(openPool(app.database.urls.worker, 'test', 2));
});
beforeEach(async () => {
  tenant = await createTenant(admin, { extensions: ['101'] });
});
afterAll(async () => {
  await worker.destroy();
  await app.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

const end = node('hangUp', 'end');
const saying = (text: string) =>
  content(node('play', 'hello', { prompts: [{ kind: 'text', text }], exits: { next: 'end' } }), end);

async function draft(flow: FlowContent): Promise<string> {
  const { id } = (await admin('POST', `${tenant.path}/flows`, { name: flow.name })).body;
  const saved = await admin('PUT', `${tenant.path}/flows/${id}/draft`, { content: flow });
  expect(saved.status, saved.text).toBe(200);
  return id;
}
async function publish(id: string) {
  const { draft: version, replaces } = (await admin('GET', `${tenant.path}/flows/${id}/publish`)).body;
  return admin('POST', `${tenant.path}/flows/${id}/publish`, { draft: version, replaces });
}
const speak = () =>
  flowTasks.speak_flow_texts.run(
    { tenantId: tenant.id },
    { db: worker, config: { ...readConfig({ DATA_DIR: dataDir }), dataDir }, log: pino({ level: 'silent' }) },
  );

test('a text is turned into speech in the background, and the version stores its sound', async () => {
  const id = await draft(saying('Welcome to the clinic.'));
  expect(await publish(id)).toMatchObject({
    status: 422,
    body: { code: 'flow_faults', errors: [{ path: 'nodes.hello', message: expect.stringContaining('being spoken') }] },
  });
  await speak();
  await speak();
  const answer = await publish(id);
  expect(answer.status, answer.text).toBe(200);
  const kept = await app.query(
    `select m.prompt from flow_version_media m join media_files f using (tenant_id, hash) where m.tenant_id = $1`,
    [tenant.id],
  );
  expect(kept).toEqual([{ prompt: 'text:Welcome to the clinic.' }]);
});

test('a text with a variable is refused, because its speech is made before the call', async () => {
  expect(await publish(await draft(saying('You called from {caller}.')))).toMatchObject({
    body: { errors: [{ path: 'nodes.hello', message: expect.stringContaining('variable') }] },
  });
});

test('a schedule that a flow uses is listed, and can’t be deleted', async () => {
  const week = Object.fromEntries(WEEKDAYS.map((day) => [day, { kind: 'closed' }]));
  const { id: scheduleId } = (await admin('POST', `${tenant.path}/schedules`, { name: 'Desk', week, holidays: [] }))
    .body;
  const hours = node('hours', 'hours', { scheduleId, exits: { open: 'end', closed: 'end' } });
  const answer = await publish(await draft(content(hours, end)));
  expect(answer.status, answer.text).toBe(200);
  expect(await admin('DELETE', `${tenant.path}/schedules/${scheduleId}`)).toMatchObject({
    status: 409,
    body: { code: 'in_use', detail: expect.stringContaining('Main number') },
  });
});

test('a text without speech is retried when the draft is saved, changed or not', async () => {
  const flow = saying('Please hold.');
  const id = await draft(flow);
  await app.query('update flow_texts set failed = true where tenant_id = $1', [tenant.id]);
  expect((await admin('PUT', `${tenant.path}/flows/${id}/draft`, { content: flow })).status).toBe(200);
  await speak();
  const answer = await publish(id);
  expect(answer.status, answer.text).toBe(200);
});
