import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../../test/app.ts';
import { content, node } from '../../../test/flow-content.ts';
import { createTenant, type TestTenant } from '../../../test/tenants.ts';
import { mailMissingTarget, reportMissingTarget } from './missing-targets.ts';

let app: TestApp;
let ann: ApiUser['call'];
let tenant: TestTenant;
let path: string;

beforeAll(async () => {
  app = await createTestApp();
  ann = (await app.user('partner_admin', { partnerId: await app.partner('Partner') })).call;
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.query('delete from mails');
  await app.query('delete from graphile_worker._private_jobs');
  tenant = await createTenant(ann, { name: 'Bakery', extensions: ['101', '102'] });
  path = `${tenant.path}/flows/${(await ann('POST', `${tenant.path}/flows`, { name: 'Main number' })).body.id}`;
  await publish('101');
});

/** Publishes a flow whose two nodes ring this extension and 102. */
async function publish(number: string): Promise<void> {
  const ring = (id: string, name: string, of: string, otherwise: string) =>
    node('ring', id, {
      name,
      target: { kind: 'extension', id: tenant.extensionId(of) },
      exits: { noAnswer: otherwise, busy: otherwise, unreachable: otherwise },
    });
  const nodes = content(
    ring('desk', 'Front desk', number, 'back'),
    ring('back', 'Back room', '102', 'end'),
    node('hangUp', 'end'),
  );
  await ann('PUT', `${path}/draft`, { content: nodes });
  const { draft, replaces } = (await ann('GET', `${path}/publish`)).body;
  expect((await ann('POST', `${path}/publish`, { draft, replaces })).status).toBe(200);
}

const NOON = new Date('2026-11-29T12:00:00Z');
const hours = (n: number) => new Date(NOON.getTime() + n * 3_600_000);
const flowId = () => path.split('/').at(-1) ?? '';
const report = (nodeId: string, at: Date) => reportMissingTarget(app.db, tenant.id, { flowId: flowId(), nodeId }, at);
const events = async () =>
  (
    await app.query(`select after from audit_events where action = 'flow.target_missing' and target_id = $1`, [
      flowId(),
    ])
  ).length;

/** Runs each report's job twice, as may happen, and returns the mails. */
async function mails(): Promise<{ recipient: string; subject: string; body: string }[]> {
  const jobs = await app.query<{ payload: Parameters<typeof mailMissingTarget>[1] }>(
    `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'mail_missing_target'`,
  );
  for (const { payload } of [...jobs, ...jobs]) await mailMissingTarget(app.db, payload);
  return app.query('select recipient, subject, body from mails order by created_at');
}

test('the partner is notified once a day for each missing target, however many calls reach it', async () => {
  await Promise.all([report('desk', NOON), report('desk', NOON), report('desk', hours(23))]);
  expect(await events()).toBe(1);
  expect((await ann('GET', path)).body.missed).toMatchObject([
    { nodeId: 'desk', node: 'Front desk', what: 'the target that it rings' },
  ]);
  await report('back', hours(1));
  expect(await events()).toBe(2);
  await report('desk', hours(48));
  expect(await events()).toBe(3);
  expect((await ann('GET', path)).body.missed.map((one: { nodeId: string }) => one.nodeId)).toEqual(['desk', 'back']);
});

test('its admins get one mail, which names the step and the missing target', async () => {
  await report('desk', NOON);
  const [mail, ...more] = await mails();
  expect(more).toEqual([]);
  expect(mail?.subject).toBe('Bakery: something that the call flow Main number uses is gone');
  expect(mail?.body).toContain('A call came to the step "Front desk" of the call flow "Main number" of Bakery');
  expect(mail?.body).toContain('the target that it rings is gone');
});

test('publishing clears the missing targets, and cancels mails about them', async () => {
  await report('desk', NOON);
  await publish('102');
  expect((await ann('GET', path)).body.missed).toEqual([]);
  expect(await mails()).toEqual([]);
});
