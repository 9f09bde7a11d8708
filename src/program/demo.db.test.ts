import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { readConfig } from '../platform/config.ts';
import { openDb, openPool } from '../platform/db/db.ts';
import { billedStory, issueDemoInvoices } from './demo-billing.ts';
import { seedDemo } from './demo.ts';

const DAY_MS = 24 * 3_600_000;
let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

test.each(['2026-11-01T04:10Z', '2026-11-29T15:00Z', '2027-03-31T15:00Z', '2027-02-28T23:00Z'])(
  'on %s the demo has told whole cycles, and one that is overdue',
  (at) => {
    const now = new Date(at);
    const [monthly, overdue] = [billedStory('monthly', now), billedStory('overdue', now)];
    expect(monthly.issuedAt).toHaveLength(2);
    for (const { since, issuedAt } of [monthly, overdue])
      expect([since, ...issuedAt]).toEqual([since, ...issuedAt].toSorted((a, b) => Number(a) - Number(b)));
    expect(overdue.issuedAt[0]?.getTime()).toBeLessThan(now.getTime() - 19 * DAY_MS);
  },
);

test('the demo seeds an empty database once, and Bakery has three days of calls', async () => {
  const config = readConfig({ DEMO_PASSWORD: 'demo', SECRET_KEY: 'k'.repeat(32), DATABASE_URL: 'postgres://unused' });
  const demo = await seedDemo(app.db, config);
  expect(demo).toMatchObject({ password: 'demo', flows: [{ flowId: expect.any(String) }] });
  expect(await seedDemo(app.db, config)).toBeNull();
  const sandboxes = await app.query('select name, extensions_count from tenants where sandbox');
  expect(sandboxes).toEqual([{ name: 'Developer Sandbox', extensions_count: 2 }]);
  const calls = await app.query<{ direction: string; outcome: string; n: number }>(
    'select direction, outcome, count(*)::int as n from calls group by 1, 2 order by 1, 2',
  );
  expect(calls.map(({ direction, outcome }) => `${direction} ${outcome}`)).toEqual([
    'inbound answered',
    'inbound busy',
    'inbound missed',
    'internal answered',
    'internal no_answer',
    'internal refused',
    'outbound answered',
    'outbound refused',
  ]);
  const [times] = await app.query<{ ordered: boolean; past: boolean; days: number }>(
    `select bool_and(admitted_at <= coalesce(answered_at, admitted_at) and coalesce(answered_at, admitted_at) <= ended_at) as ordered,
       bool_and(ended_at < now()) as past, count(distinct admitted_at::date)::int as days from calls`,
  );
  expect(times).toEqual({ ordered: true, past: true, days: 3 });

  const pool = openPool(app.database.urls.worker, 'demo');
  const log = pino({ level: 'silent' });
  await issueDemoInvoices({ app: app.db, worker: openDb(pool), log }, demo?.invoices ?? [], new Date());
  await pool.end();
  const invoices = await app.query(
    `select t.name, i.status, i.overdue_at < now() as overdue, t.status as tenant, t.suspension_reasons as reasons, i.net_minor
     from invoices i join tenants t on t.id = i.tenant_id order by t.name, i.number`,
  );
  expect(invoices).toMatchObject([
    { name: 'Bakery', status: 'paid', tenant: 'ACTIVE', net_minor: '2500' },
    { name: 'Bakery', status: 'open', overdue: false, net_minor: '2500' },
    { name: 'Garage', status: 'open', overdue: true, tenant: 'SUSPENDED', reasons: ['past_due'], net_minor: '3900' },
  ]);
  const cycles = await app.query(
    `select t.name, c.fees_micros > 0 as counted from billing_cycles c join tenants t on t.id = c.tenant_id
     where c.starts_at <= now() and c.ends_at > now() and t.status = 'ACTIVE' order by t.name`,
  );
  expect(cycles).toMatchObject([{ name: 'Bakery', counted: true }]);
});
