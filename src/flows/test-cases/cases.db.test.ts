import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../../test/app.ts';
import { content, node } from '../../../test/flow-content.ts';
import { createTenant, type TestTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';
import { WEEKDAYS } from '../../schedules/hours-contract.ts';
import type { TestCase } from './contract.ts';

let app: TestApp;
let ann: ApiUser['call'];
let tenant: TestTenant;
let flow: string;
let flowId: string;
let scheduleId: string;

beforeAll(async () => {
  app = await createTestApp();
  ann = (await app.user('partner_admin', { partnerId: await app.partner('Partner') })).call;
});
afterAll(() => app.close());
beforeEach(async () => {
  tenant = await createTenant(ann, { extensions: ['101'] });
  ({ id: flowId } = (await ann('POST', `${tenant.path}/flows`, { name: 'Main number' })).body);
  flow = `${tenant.path}/flows/${flowId}`;
  const spans = { kind: 'spans', spans: [{ from: '09:00', to: '17:00' }] };
  const week = Object.fromEntries(WEEKDAYS.map((day) => [day, spans]));
  ({ id: scheduleId } = (await ann('POST', `${tenant.path}/schedules`, { name: 'Office', week })).body);
  await ann('PUT', `${flow}/draft`, { content: byHours() });
});

/** Rings by day, and hangs up at night. */
const byHours = (more: object = {}) => ({
  ...content(
    node('hours', 'hours', { scheduleId, exits: { open: 'desk', closed: 'end' } }),
    node('ring', 'desk', {
      target: { kind: 'extension', id: tenant.extensionId('101') },
      exits: { noAnswer: 'end', busy: 'end', unreachable: 'end' },
    }),
    node('hangUp', 'end'),
  ),
  ...more,
});
const testCase = (name: string, at: string, nodeId: string, call: Partial<TestCase['call']> = {}) => ({
  id: newId(),
  name,
  call: { at, caller: '+12125550199', called: '', presses: [], people: 'answered', variables: null, ...call },
  end: { flowId, nodeId, how: 'hangUp' },
});
const saveTests = (...cases: object[]) => ann('PUT', `${flow}/tests`, { cases });
async function publish(more: object = {}) {
  const { draft, replaces } = (await ann('GET', `${flow}/publish`)).body;
  return ann('POST', `${flow}/publish`, { draft, replaces, ...more });
}

test('each test has its own clock, and publishing requires all of them to pass', async () => {
  await saveTests(testCase('By day', '2026-11-30T09:00', 'desk'), testCase('At night', '2026-11-30T17:00', 'end'));
  expect((await ann('GET', `${flow}/publish`)).body.tests).toMatchObject([{ passed: true }, { passed: true }]);
  // an override for today doesn't apply to tests
  await ann('PUT', `${tenant.path}/schedules/${scheduleId}/override`, { open: false });
  expect(await publish()).toMatchObject({ status: 200, body: { published: { number: 1 } } });
});

test('a failing test blocks publishing, unless an admin gives a reason, which is stored', async () => {
  const late = testCase('Late', '2026-11-30T18:00', 'desk');
  await saveTests(late);
  const refused = await publish();
  expect(refused).toMatchObject({
    status: 422,
    body: { code: 'flow_tests_failed', errors: [{ path: `tests.${late.id}` }] },
  });
  expect(refused.body.errors[0].message).toBe('“Late”: The call ends at “end”. Expected: it ends at “desk”.');
  expect((await publish({ overrideReason: '' })).status).toBe(422);
  expect((await publish({ overrideReason: 'The hours change tomorrow.' })).status).toBe(200);
  const { items } = (await ann('GET', `${flow}/versions`)).body;
  expect(items).toMatchObject([{ overrideReason: 'The hours change tomorrow.' }]);
  const [event] = await app.query<{ after: object }>(
    `select after from audit_events where target_id = $1 and action = 'flow.published'`,
    [flowId],
  );
  expect(event?.after).toMatchObject({ failedTests: ['Late'], overrideReason: 'The hours change tomorrow.' });
});

test('publishing a flow runs the tests of flows that lead to it, except those that already failed', async () => {
  const other = (await ann('POST', `${tenant.path}/flows`, { name: 'Night' })).body.id;
  const night = `${tenant.path}/flows/${other}`;
  const saveNight = (...last: Parameters<typeof content>) =>
    ann('PUT', `${night}/draft`, { content: { ...content(...last), name: 'Night' } });
  const publishNight = async (more: object = {}) => {
    const { draft, replaces, tests } = (await ann('GET', `${night}/publish`)).body;
    return { tests, ...(await ann('POST', `${night}/publish`, { draft, replaces, ...more })) };
  };
  await saveNight(node('hangUp', 'end'));
  expect((await publishNight()).status).toBe(200);
  const toNight = node('hours', 'hours', { scheduleId, exits: { open: 'end', closed: 'night' } });
  await ann('PUT', `${flow}/draft`, { content: content(toNight, node('goTo', 'night', { flowId: other }), node('hangUp', 'end')) }); // prettier-ignore
  const late = { ...testCase('Late', '2026-11-30T18:00', 'end'), end: { flowId: other, nodeId: 'end', how: 'hangUp' } };
  await saveTests(late, testCase('By day', '2026-11-30T09:00', 'end'));
  expect((await publish()).status).toBe(200);

  await saveNight(node('hangUp', 'bye'));
  const refused = await publishNight();
  expect(refused).toMatchObject({ status: 422, body: { code: 'flow_tests_failed' } });
  expect(refused.tests).toMatchObject([
    { name: 'Main number: Late', passed: false },
    { name: 'Main number: By day', passed: true },
  ]);
  expect((await publishNight({ overrideReason: 'The test is old.' })).status).toBe(200);
  // it already failed before, so the flow can be published
  await saveNight(node('hangUp', 'adieu'));
  expect((await publishNight()).status).toBe(200);
});

test('a reason that wasn’t needed is not stored', async () => {
  await saveTests(testCase('By day', '2026-11-30T09:00', 'desk'));
  await publish({ overrideReason: 'Just in case.' });
  expect((await ann('GET', `${flow}/versions`)).body.items).toMatchObject([{ overrideReason: null }]);
});

test('a version that fails a test can’t be restored', async () => {
  await publish();
  const { items } = (await ann('GET', `${flow}/versions`)).body;
  await saveTests(testCase('Late', '2026-11-30T18:00', 'desk'));
  const restore = (body: object) => ann('POST', `${flow}/versions/${items[0].id}/restore`, body);
  expect((await restore({})).body).toMatchObject({ code: 'flow_tests_failed' });
  expect((await restore({ overrideReason: 'Back to what worked.' })).status).toBe(200);
});

test('a program can simulate a call through the draft, and nothing is stored', async () => {
  const stored = async () => [
    (await ann('GET', flow)).body,
    await app.query('select count(*) from audit_events where target_id = $1', [flowId]),
  ];
  const before = await stored();
  const run = (at: string, more: object = {}) =>
    ann('POST', `${flow}/test-runs`, { ...testCase('', at, '').call, ...more });
  const [day, night] = [await run('2026-11-30T09:00'), await run('2026-11-30T17:00')];
  expect(day).toMatchObject({ status: 200, body: { end: { flowId, nodeId: 'desk', how: 'hangUp' }, heard: [] } });
  expect(night.body.end).toEqual({ flowId, nodeId: 'end', how: 'hangUp' });
  expect(night.body.path).toContainEqual({ flowId, nodeId: 'hours', exit: 'closed' });
  // if nobody answers, the call continues to the end
  expect((await run('2026-11-30T09:00', { people: 'noAnswer' })).body.end.nodeId).toBe('end');
  expect((await run('tomorrow')).body.errors[0]).toMatchObject({ path: 'at' });
  expect(await stored()).toEqual(before);
  const greeting = [{ kind: 'text' as const, text: 'We are closed.' }];
  await ann('PUT', `${flow}/draft`, { content: content(node('play', 'hello', { prompts: greeting, exits: { next: 'end' } }), node('hangUp', 'end')) }); // prettier-ignore
  expect((await run('2026-11-30T09:00')).body.heard).toEqual([{ flowId, nodeId: 'hello', kind: 'prompts', prompts: greeting }]); // prettier-ignore
});

test('when two users edit tests at once, neither loses any, and no digits are in the audit trail', async () => {
  const saved = await ann('PUT', `${flow}/tests`, {
    cases: [testCase('One', '2026-11-30T09:00', 'end', { presses: ['8642'] })],
  });
  expect(saved.body).toMatchObject({ version: 2 });
  const late = await ann('PUT', `${flow}/tests`, { cases: [] }, { 'if-match': '"1"' });
  expect(late.status).toBe(412);
  const events = await app.query(`select * from audit_events where target_id = $1`, [flowId]);
  expect(JSON.stringify(events)).toContain('flow.tests_saved');
  expect(JSON.stringify(events)).not.toContain('8642');
});

test('schedules and lists are evaluated for the time and the caller of the test', async () => {
  const listId = (await ann('POST', `${tenant.path}/number-lists`, { name: 'Friends' })).body.id;
  await ann('POST', `${tenant.path}/number-lists/${listId}/entries`, { number: '+1212555*' });
  const facts = async (at: string, caller: string) =>
    (
      await ann(
        'GET',
        `${flow}/test-facts?at=${at}&caller=${encodeURIComponent(caller)}&scheduleIds=${scheduleId}&listIds=${listId}`,
      )
    ).body;
  expect(await facts('2026-11-30T16:59', '+12125550199')).toEqual({
    schedules: [{ id: scheduleId, open: true }],
    lists: [{ id: listId, has: true }],
    isContact: false,
    menuExtensions: [],
    flows: [],
  });
  expect(await facts('2026-11-30T17:00', 'anonymous')).toMatchObject({
    schedules: [{ open: false }],
    lists: [{ has: false }],
  });
});
