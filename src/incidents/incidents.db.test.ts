import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { asOperator, openDb, openPool } from '../platform/db/db.ts';
import { recordEnd, type UnexpectedEnd } from './incidents.ts';
import { deleteOldIncidents } from './sql.ts';

let app: TestApp;
let operator: ApiUser;
beforeAll(async () => {
  app = await createTestApp();
  operator = await app.user('operator');
});
afterAll(() => app.close());

const end = (minutes: number, more: Partial<UnexpectedEnd> = {}): Promise<void> =>
  asOperator(app.db, (tx) =>
    recordEnd(tx, {
      part: 'asterisk',
      machine: 'pbx1',
      at: new Date(Date.parse('2026-03-01T10:00:00Z') + minutes * 60_000),
      reason: 'killed by SIGSEGV',
      report: 'a.txt',
      ...more,
    }),
  );
const subjects = async (): Promise<string[]> =>
  (await app.query<{ subject: string }>('select subject from mails order by created_at, id')).map((row) => row.subject);

test('crashes within an hour are one incident, and the operator is mailed at the 1st, 5th and 25th', async () => {
  for (let minute = 0; minute < 30; minute++) await end(minute);
  const { body } = await operator.call('GET', '/operator/incidents');
  expect(body).toMatchObject({
    total: 1,
    items: [{ part: 'asterisk', times: 30, reason: 'killed by SIGSEGV', lastAt: '2026-03-01T10:29:00.000Z' }],
  });
  expect(await subjects()).toEqual([
    'Asterisk ended unexpectedly on pbx1',
    'Asterisk ended unexpectedly 5 times on pbx1',
    'Asterisk ended unexpectedly 25 times on pbx1',
  ]);
});

test('another part, another machine and a later hour are separate incidents', async () => {
  await end(31, { part: 'call_control' });
  await end(31, { machine: 'pbx2' });
  await end(29 + 61);
  const { body } = await operator.call('GET', '/operator/incidents?since=2026-03-01T10:30:00Z');
  expect(body.items.map((item: { machine: string; part: string }) => `${item.machine} ${item.part}`)).toEqual([
    'pbx1 asterisk',
    expect.stringMatching(/pbx/),
    expect.stringMatching(/pbx/),
  ]);
  expect(await subjects()).toHaveLength(6);
});

test('control characters in a dying process’s output reach neither the mail nor the page', async () => {
  await end(300, { reason: `did not start: \u001b[31m\n${'x'.repeat(2000)}` });
  const { items } = (await operator.call('GET', '/operator/incidents?limit=1')).body;
  expect(items[0].reason).toMatch(/^did not start: \\x1b\[31m\\x0ax+$/);
  expect(items[0].reason).toHaveLength(500);
});

test('incidents are deleted after 400 days', async () => {
  await app.query(
    "insert into incidents select gen_random_uuid(), 'old', 'database', now() - interval '500 days', now() - interval '500 days', 1, 'x'",
  );
  const pool = openPool(app.database.urls.worker, 'test');
  await asOperator(openDb(pool), (tx) => deleteOldIncidents(tx, 400));
  await pool.end();
  expect(await app.query("select 1 from incidents where machine = 'old'")).toEqual([]);
  expect(await app.query('select 1 from incidents')).toHaveLength(5);
});
