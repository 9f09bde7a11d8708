import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { billTenant } from '../../test/billed.ts';
import { insertInvoice } from '../../test/invoices.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { newId } from '../platform/values/ids.ts';

const NOW = new Date('2026-11-11T12:00:00.000Z');
let app: TestApp;
let partnerId: string;
let admin: ApiUser;
let bakery: TestTenant;
let garage: TestTenant;

beforeAll(async () => {
  app = await createTestApp({ now: () => NOW });
  partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  bakery = await createTenant(admin.call, { prefix: 'bakery', fields: { timezone: 'UTC' } });
  garage = await createTenant(admin.call, { prefix: 'garage', fields: { timezone: 'UTC' } });
  for (const [tenant, monthlyFee] of [
    [bakery, 3000],
    [garage, 0],
  ] as const) {
    await billTenant(app, { tenantId: tenant.id, terms: { monthlyFee } });
    await app.query("update service_periods set from_at = '2026-10-01T00:00Z' where tenant_id = $1", [tenant.id]);
    await cycle(tenant.id, '2026-10-01', '2026-11-01');
    await cycle(tenant.id, '2026-11-01', '2026-12-01');
  }
  await call(bakery, '2026-11-01T00:00:00Z', { charge: 1_000_000, cost: 400_000 });
  await call(bakery, '2026-11-11T11:59:59Z', { charge: 505_000, cost: 104_000, destination: 'London' });
  // trial and free calls have no revenue but a cost
  await call(bakery, '2026-11-05T10:00:00Z', { charge: 9_000_000, state: 'metered', cost: 50_000 });
  await call(bakery, '2026-11-05T10:00:00Z', { charge: 0, state: 'free', cost: 20_000 });
  await call(garage, '2026-11-02T00:00:00Z', { charge: 2_000_000, cost: null });
  await call(garage, '2026-11-02T00:00:00Z', { charge: 100_000, cost: 80_000, paidIn: 'EUR' });
  await call(garage, '2026-11-03T00:00:00Z', { charge: null, state: 'unrated', cost: 10_000 });
  // another month, another currency, another partner
  await call(bakery, '2026-10-11T11:00:00Z', { charge: 700_000, cost: 300_000 });
  await call(bakery, '2026-10-11T13:00:00Z', { charge: 9_000_000, cost: 9_000_000 });
  await call(garage, '2026-11-04T00:00:00Z', { charge: 1_500_000, currency: 'JPY', cost: null });
  const other = await app.user('partner_admin', { partnerId: await app.partner('Other') });
  await call(await createTenant(other.call, { prefix: 'other' }), '2026-11-04T00:00:00Z', { charge: 77, cost: 77 });
  // due on 15 November
  await insertInvoice(app.query, { partnerId, tenantId: garage.id, billed: 'garage' });
});
afterAll(() => app.close());

const cycle = (tenantId: string, firstDay: string, nextFirstDay: string) =>
  app.query(
    `insert into billing_cycles (id, partner_id, tenant_id, profile_version_id, starts_at, ends_at, first_day, next_first_day, days, nominal_days, zone, currency)
     select $1, t.partner_id, t.id, v.id, $3::date, $4::date, $3, $4, $4::date - $3::date, $4::date - $3::date, 'UTC', v.currency
     from tenants t join billing_profile_versions v on v.profile_id = t.billing_profile_id where t.id = $2
     on conflict (tenant_id, starts_at) do nothing`,
    [newId(), tenantId, firstDay, nextFirstDay],
  );

type Charged = {
  charge: number | null;
  cost: number | null;
  paidIn?: string;
  state?: string;
  currency?: string;
  destination?: string;
};
const call = (
  { id }: TestTenant,
  endedAt: string,
  { charge, cost, paidIn = 'USD', state = 'rated', currency = 'USD', destination = 'Paris' }: Charged,
) =>
  app.query(
    `insert into call_charges (call_id, leg, partner_id, tenant_id, cycle_id, state, reason, number, destination, currency, charge_class, billable_seconds,
       charged_seconds, charge_micros, wholesale_micros, wholesale_currency, answered_at, ended_at)
     select gen_random_uuid(), 1, partner_id, id, gen_random_uuid(), $2, case when $2 in ('free', 'unrated') then 'not_rated' end, '+33199001234', $3, $4,
       'international', 60, 60, $5, $6, case when $6::bigint is not null then $7 end, $8, $8 from tenants where id = $1`,
    [id, state, destination, currency, charge, cost, paidIn, endedAt],
  );

const revenue = async (query = '') => (await admin.call('GET', `/revenue${query}`)).body;

test('adds up fees and calls of the month so far, and what the calls cost, beside as much of the month before', async () => {
  const { currencies, ...of } = await revenue();
  expect(of).toMatchObject({
    month: '2026-11',
    isRunning: true,
    through: '2026-11-11',
    comparedUntil: '2026-10-11T12:00:00.000Z',
  });
  const usd = currencies.find((one: { currency: string }) => one.currency === 'USD');
  // 11 of 30 days of 30.00, and calls of 1.505 and 2.10; 10 of 31 days and a half, counted as 11, of 30.00 in October, and 0.70
  expect(usd).toMatchObject({
    revenue: '14.61',
    cost: '0.58',
    margin: '14.03',
    calls: 7,
    callsWithoutPrice: 1,
    callsWithoutCost: 2,
    otherCosts: [{ currency: 'EUR', cost: '0.08' }],
    before: { revenue: '11.35', cost: '0.30', margin: '11.05', calls: 1 },
  });
  expect(usd.days).toHaveLength(11);
  expect(usd.days.slice(0, 2)).toEqual([
    { day: '2026-11-01', revenue: '1.00', cost: '0.40' },
    { day: '2026-11-02', revenue: '2.10', cost: '0.00' },
  ]);
  expect(usd.tenants).toMatchObject([
    { name: 'bakery', fees: '11.00', revenue: '12.51', cost: '0.57', margin: '11.94', callsWithoutCost: 0 },
    { name: 'garage', fees: '0.00', revenue: '2.10', cost: '0.01', callsWithoutCost: 2, overdue: '0.00' },
  ]);
  expect(usd.destinations).toMatchObject([
    { destination: 'Paris', class: 'international', revenue: '3.10', minutes: 6 },
    { destination: 'London', revenue: '0.51' },
  ]);
});

test('never adds amounts of different currencies', async () => {
  const { currencies } = await revenue();
  expect(currencies.map((one: { currency: string; revenue: string }) => [one.currency, one.revenue])).toEqual([
    ['JPY', '2'],
    ['USD', '14.61'],
  ]);
});

test('has a month that has ended as a whole, and nothing of one to come', async () => {
  const october = await revenue('?month=2026-10');
  expect(october).toMatchObject({ isRunning: false, through: '2026-10-31' });
  expect(october.currencies).toMatchObject([{ currency: 'USD', revenue: '39.70', cost: '9.30' }]);
  expect((await revenue('?month=2026-13')).code).toBe('invalid');
  expect((await revenue('?month=2027-05')).currencies[0]).toMatchObject({ revenue: '0.00', calls: 0, days: [] });
});

test('exports a row for each tenant and currency, and says so in the audit log', async () => {
  const { text } = await admin.call('GET', '/revenue/export');
  const [, ...lines] = text.trim().split('\n');
  expect(lines.map((line) => line.split(',').filter((_, at) => at !== 2))).toEqual([
    ['2026-11', 'JPY', 'garage', '0', '2', '0', '0', '0', '2', '1', '0', '1', '0', '0'],
    ['2026-11', 'USD', 'bakery', '11.00', '12.51', '0.57', '0.00', '0.00', '11.94', '4', '0', '0', '0.00', '0.00'],
    ['2026-11', 'USD', 'garage', '0.00', '2.10', '0.01', '0.00', '0.00', '2.09', '3', '1', '2', '0.00', '0.00'],
  ]);
  const events = await app.query("select action from audit_events where action = 'revenue.exported'");
  expect(events).toHaveLength(1);
});

test('is for the partner’s admins alone', async () => {
  const viewer = await app.user('partner_user', { partnerId });
  const owner = await app.user('tenant_admin', { tenantId: bakery.id });
  for (const user of [viewer, owner])
    for (const path of ['/revenue', '/revenue/export']) expect((await user.call('GET', path)).status).toBe(403);
});

test('the operator sees what each partner’s calls come to at wholesale, by currency, and partners don’t', async () => {
  const operator = await app.user('operator');
  const { month, partners } = (await operator.call('GET', '/operator/wholesale')).body;
  expect(month).toBe('2026-11');
  expect(partners).toMatchObject([
    {
      partnerId,
      name: 'Northwind',
      calls: 8,
      callsWithoutCost: 2,
      costs: [
        { currency: 'EUR', cost: '0.08' },
        { currency: 'USD', cost: '0.58' },
      ],
    },
    { name: 'Other', calls: 1, callsWithoutCost: 0, costs: [{ currency: 'USD', cost: '0.00' }] },
  ]);
  expect((await admin.call('GET', '/operator/wholesale')).status).toBe(403);
});
