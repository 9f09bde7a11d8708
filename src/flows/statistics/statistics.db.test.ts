import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../../test/app.ts';
import { phoneArrival } from '../../../test/arrivals.ts';
import { callEnd, callFacts } from '../../../test/call-facts.ts';
import { createTenant, type TestTenant } from '../../../test/tenants.ts';
import type { CallPath } from '../../calls/model/call-path.ts';
import { endLostCalls, saveEnd, savePath, saveStart } from '../../calls/records/call-records.ts';
import { asTenant } from '../../platform/db/db.ts';
import { newId } from '../../platform/values/ids.ts';
import { flowStatistics } from './statistics.ts';

let app: TestApp;
let ann: ApiUser['call'];
let tenant: TestTenant;
let flowId: string;

beforeAll(async () => {
  app = await createTestApp();
  ann = (await app.user('partner_admin', { partnerId: await app.partner('Partner') })).call;
});
afterAll(() => app.close());
beforeEach(async () => {
  tenant = await createTenant(ann, {});
  await app.query(`update tenants set timezone = 'Pacific/Auckland' where id = $1`, [tenant.id]);
  flowId = (await ann('POST', `${tenant.path}/flows`, { name: 'Main number' })).body.id;
  const nodes = [
    { id: 'start', name: 'Start', kind: 'start', exits: { next: 'end' } },
    { id: 'end', name: 'Good-bye', kind: 'hangUp', exits: {} },
  ];
  const content = { name: 'Main number', fallback: { kind: 'message', prompts: [] }, nodes };
  await ann('PUT', `${tenant.path}/flows/${flowId}/draft`, { content });
  await ann('POST', `${tenant.path}/flows/${flowId}/publish`, { draft: 2, replaces: null });
});

/** Auckland is 13 hours before UTC in November. */
const AT = '2026-11-28T10:59:00.000Z';
const AT_NEXT_DAY = '2026-11-28T11:01:00.000Z';
const NOON = Date.parse('2026-11-29T00:00:00Z');

const step = (nodeId: string, exit: string | null, version = 1): CallPath[0] => ({
  event: 'flow',
  at: AT,
  flowId,
  name: 'Main number',
  version,
  nodeId,
  node: nodeId,
  exit,
});
const factsOf = (admittedAt: string) =>
  callFacts({ id: newId(), tenantId: tenant.id, direction: 'inbound', extensionId: null, didId: null, admittedAt });
const end = (path: CallPath) => callEnd({ at: AT_NEXT_DAY, path });
const statistics = (days: number) =>
  asTenant(app.db, tenant.id, (tx) => flowStatistics(tx, { tenantId: tenant.id, flowId, days, now: NOON }));

test('a call counts each time that it takes an exit, and ending at a node counts as an exit', async () => {
  const path = [step('start', 'next'), step('menu', 'wrong'), step('menu', 'wrong', 2), step('end', null)];
  await saveEnd(app.db, factsOf(AT), end(path));
  await saveEnd(app.db, factsOf(AT), end([step('start', 'next'), step('menu', null)]));
  expect(await statistics(2)).toEqual({
    from: '2026-11-28',
    to: '2026-11-29',
    calls: 2,
    exits: [
      { nodeId: 'end', node: 'Good-bye', exit: null, calls: 1, passes: 1 },
      // no recent version contains it
      { nodeId: 'menu', node: 'menu', exit: null, calls: 1, passes: 1 },
      { nodeId: 'menu', node: 'menu', exit: 'wrong', calls: 1, passes: 2 },
      { nodeId: 'start', node: 'Start', exit: 'next', calls: 2, passes: 2 },
    ],
  });
});

test('a call counts on the day that it began, in the tenant’s time zone', async () => {
  await saveEnd(app.db, factsOf(AT), end([step('start', 'next')]));
  await saveEnd(app.db, factsOf(AT_NEXT_DAY), end([step('start', 'next')]));
  expect(await statistics(1)).toMatchObject({ from: '2026-11-29', to: '2026-11-29', calls: 1 });
  expect(await statistics(2)).toMatchObject({ calls: 2 });
});

describe('a call is counted once', () => {
  test('however often its end is written', async () => {
    const facts = factsOf(AT_NEXT_DAY);
    await Promise.all([1, 2, 3].map(() => saveEnd(app.db, facts, end([step('start', 'next')]))));
    await saveEnd(app.db, facts, end([step('start', 'next')]));
    expect(await statistics(1)).toMatchObject({ calls: 1, exits: [{ passes: 1 }] });
  });

  test('even if only its live row has its path', async () => {
    const facts = factsOf(AT_NEXT_DAY);
    await saveStart(app.db, facts, 'node', phoneArrival('101'));
    await savePath(app.db, facts, [step('start', 'next')]);
    await endLostCalls(app.db, 'node', () => false, new Date(Date.now() + 60_000));
    await saveEnd(app.db, facts, end([step('start', 'next')]));
    expect(await statistics(1)).toMatchObject({ calls: 1 });
  });

  test('when many end at the same time', async () => {
    const calls = Array.from({ length: 40 }, () => factsOf(AT_NEXT_DAY));
    const paths = [
      [step('start', 'next'), step('end', null)],
      [step('end', null), step('start', 'next')],
    ];
    await Promise.all(calls.map((facts, n) => saveEnd(app.db, facts, end(paths[n % 2] ?? []))));
    expect(await statistics(1)).toMatchObject({ calls: 40 });
  });
});

test('a call that outlives its flow is still recorded', async () => {
  const facts = factsOf(AT_NEXT_DAY);
  await ann('DELETE', `${tenant.path}/flows/${flowId}`);
  await saveEnd(app.db, facts, end([step('start', 'next')]));
  expect(await app.query('select id from calls where id = $1', [facts.id])).toHaveLength(1);
  expect(await app.query('select from flow_statistics where flow_id = $1', [flowId])).toEqual([]);
});

test('the API returns the days up to today, and refuses zero days and too many', async () => {
  const of = (query: string) => ann('GET', `${tenant.path}/flows/${flowId}/statistics${query}`);
  expect((await of('')).body).toMatchObject({ calls: 0, exits: [] });
  for (const days of ['0', '367', 'x']) expect((await of(`?days=${days}`)).status).toBe(422);
});
