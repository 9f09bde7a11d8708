import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { readConfig } from '../../platform/config.ts';
import { openDb, openPool } from '../../platform/db/db.ts';
import { planBilling, issueDemoInvoices } from './billing.ts';
import { seedDemo } from './demo.ts';
import { writeDemoCalls } from './history.ts';
import { issueDemoWholesale } from './wholesale.ts';

const DAY_MS = 24 * 3_600_000;
let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

test.each(['2026-11-01T04:10Z', '2026-11-29T15:00Z', '2027-03-31T15:00Z', '2027-02-28T23:00Z'])(
  'on %s, the demo has complete cycles and one overdue invoice',
  (at) => {
    const now = new Date(at);
    const [monthly, overdue] = [planBilling('monthly', now), planBilling('overdue', now)];
    expect(monthly.issuedAt.filter((issued) => issued < now)).toHaveLength(2);
    for (const { since, issuedAt } of [monthly, overdue])
      expect([since, ...issuedAt]).toEqual([since, ...issuedAt].toSorted((a, b) => Number(a) - Number(b)));
    expect(overdue.issuedAt[0]?.getTime()).toBeLessThan(now.getTime() - 19 * DAY_MS);
  },
);

test('the demo seeds an empty database once, and a second start adds nothing', async () => {
  const config = readConfig({ DEMO_PASSWORD: 'demo', SECRET_KEY: 'k'.repeat(32), DATABASE_URL: 'postgres://unused' });
  const demo = await seedDemo(app.db, config);
  expect(demo).toMatchObject({ password: 'demo', flows: [{ flowId: expect.any(String) }] });
  expect(await seedDemo(app.db, config)).toBeNull();
  const sandboxes = await app.query('select name, extensions_count from tenants where sandbox');
  expect(sandboxes).toEqual([{ name: 'Developer Sandbox', extensions_count: 2 }]);
  const now = new Date();
  for (const tenant of demo?.called ?? []) await writeDemoCalls(app.db, config, tenant, now);
  const pool = openPool(app.database.urls.worker, 'demo');
  const roles = { app: app.db, worker: openDb(pool), log: pino({ level: 'silent' }) };
  await issueDemoInvoices(roles, demo?.invoices ?? [], now);
  for (const partnerId of demo?.wholesale ?? []) await issueDemoWholesale(roles, partnerId, now);
  await pool.end();
});

test('Bakery’s last three days have calls of all kinds, with plausible times', async () => {
  const calls = await app.query<{ direction: string; outcome: string }>(
    `select distinct direction, outcome from calls where tenant_id = (select id from tenants where name = 'Bakery')
       and admitted_at > date_trunc('day', now()) - interval '3 days' order by 1, 2`,
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
  const [times] = await app.query(
    `select bool_and(admitted_at <= coalesce(answered_at, admitted_at) and coalesce(answered_at, admitted_at) <= ended_at) as ordered,
       bool_and(ended_at < now()) as past from calls`,
  );
  expect(times).toEqual({ ordered: true, past: true });
});

test('calls are charged like real ones: Bakery’s beyond its included minutes, Clinic’s trial is metered, and each has its cost', async () => {
  const charges = await app.query(
    `select t.name, c.state, bool_and(c.wholesale_micros > 0) as cost, bool_or(c.charge_micros > 0) as charge, bool_or(c.included_seconds > 0) as included
     from call_charges c join tenants t on t.id = c.tenant_id group by 1, 2 order by 1, 2`,
  );
  expect(charges).toEqual([
    { name: 'Bakery', state: 'not_charged', cost: true, charge: null, included: false },
    { name: 'Bakery', state: 'rated', cost: true, charge: true, included: true },
    { name: 'Clinic', state: 'metered', cost: true, charge: true, included: false },
    { name: 'Clinic', state: 'not_charged', cost: true, charge: null, included: false },
  ]);
  const destinations = await app.query(
    "select distinct destination from call_charges where state = 'rated' and charge_micros > 0 order by 1",
  );
  expect(destinations.map(({ destination }) => destination)).toEqual(['Italy', 'Mexico', 'United States and Canada']);
});

test('the invoices are made of those charges, and one is overdue', async () => {
  const invoices = await app.query(
    `select t.name, i.status, i.overdue_at < now() as overdue, t.status as tenant, t.suspension_reasons as reasons,
       i.net_minor - (select coalesce(sum(c.minor), 0) from (select round(sum(h.charge_micros) / 10000.0) as minor from call_charges h
         where h.cycle_id = i.cycle_id and h.state = 'rated' group by h.charge_class) c) as fees
     from invoices i join tenants t on t.id = i.tenant_id order by t.name, i.number`,
  );
  // 25.00, 2.00 for the number, and 4.50 for each of three extensions, of which one was added in the first month
  expect(Number(invoices[0]?.['fees'])).toBeGreaterThan(2500 + 200 + 2 * 450);
  expect(Number(invoices[0]?.['fees'])).toBeLessThan(2500 + 200 + 3 * 450);
  expect(invoices).toMatchObject([
    { name: 'Bakery', status: 'paid', tenant: 'ACTIVE' },
    { name: 'Bakery', status: 'open', overdue: false, fees: '4050' },
    { name: 'Garage', status: 'open', overdue: true, tenant: 'SUSPENDED', reasons: ['past_due'], fees: '4550' },
  ]);
  const lines = await app.query<{ kinds: string[] }>(
    `select array(select l ->> 'kind' from jsonb_array_elements(i.lines) l where l ->> 'kind' in ('plan', 'extensions', 'numbers')) as kinds
     from invoices i join tenants t on t.id = i.tenant_id order by t.name, i.number`,
  );
  expect(lines.map(({ kinds }) => kinds)).toEqual([
    ['plan', 'extensions', 'numbers'],
    ['plan', 'extensions', 'numbers'],
    ['plan', 'extensions', 'numbers'],
  ]);
  const cycles = await app.query(
    `select t.name, c.fees_micros > 0 as counted from billing_cycles c join tenants t on t.id = c.tenant_id
     where c.starts_at <= now() and c.ends_at > now() order by t.name`,
  );
  expect(cycles).toMatchObject([
    { name: 'Bakery', counted: true },
    { name: 'Clinic', counted: false },
    { name: 'Garage' },
  ]);
});

test('the operator has invoiced Northwind for whole cycles, with the cost of those calls', async () => {
  const wholesale = await app.query<{ status: string; calls: string; cost: string }>(
    `select i.status, (select coalesce(sum((l ->> 'amountMinor')::int), 0) from jsonb_array_elements(i.lines) l where l ->> 'kind' = 'calls') as calls,
       (select coalesce(sum(c.minor), 0) from (select round(sum(h.wholesale_micros) / 10000.0) as minor from call_charges h
         where h.partner_id = i.partner_id and (h.ended_at at time zone 'UTC')::date between i.first_day and i.last_day group by h.charge_class) c) as cost
     from wholesale_invoices i order by i.number`,
  );
  expect(wholesale.map(({ status }) => status)).toEqual(['paid', 'open'].slice(0, wholesale.length));
  expect(wholesale.length).toBeGreaterThan(0);
  for (const { calls, cost } of wholesale) expect(Number(calls)).toBe(Number(cost));
});
