import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { billTenant, priceList, rateTable } from '../../test/billed.ts';
import { createTenant } from '../../test/tenants.ts';
import { newId } from '../platform/values/ids.ts';

let app: TestApp;
let admin: ApiUser;
let partnerId: string;
let tenantId: string;
let tableId: string;
let listId: string;
const NUMBER = '+442079460999';
const DAY = { from: '2026-10-01T00:00:00.000Z', until: '2026-11-01T00:00:00.000Z' };

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  admin = await app.user('partner_admin', { partnerId });
  tenantId = (await createTenant(admin.call, { name: 'Bakery', prefix: 'bakery' })).id;
  await admin.call('PATCH', `/tenants/${tenantId}`, { status: 'ACTIVE' });
  tableId = await rateTable(app, partnerId, { '1': { perMinuteMicros: 10_000 } });
  await priceList(app, tableId, { '44': { perMinuteMicros: 600_000 } }, '2026-10-15');
  const { body } = await admin.call('GET', `/rate-tables/${tableId}/versions`);
  expect(body.items).toHaveLength(2);
  listId = body.items[0].id;
  await billTenant(app, { tenantId, terms: { outboundRates: tableId, includedClasses: ['domestic'] } });
  await app.query('update service_periods set from_at = $1', ['2026-01-01']);
  await app.query(
    `insert into billing_cycles (id, partner_id, tenant_id, profile_version_id, starts_at, ends_at, first_day, next_first_day, days, nominal_days, zone, currency)
     select $1, $2, $3, v.id, '2026-10-01', '2026-11-01', '2026-10-01', '2026-11-01', 31, 31, 'UTC', 'USD' from billing_profile_versions v`,
    [newId(), partnerId, tenantId],
  );
});
afterAll(() => app.close());
beforeEach(async () => {
  for (const table of ['call_charges', 'adjustments']) await app.query(`delete from ${table}`);
  await app.query(
    'update billing_cycles set spent_micros = 0, charged_seconds = 0, invoiced_at = null, invoiced_micros = 0',
  );
});

/** Charges a minute to London. Null: no price. */
async function charged(
  micros: number | null,
  { number = NUMBER, endedAt = '2026-10-20', reason = 'not_rated' } = {},
): Promise<string> {
  const callId = newId();
  await app.query(
    `insert into call_charges (call_id, leg, partner_id, tenant_id, cycle_id, state, reason, number, charge_class, currency, billable_seconds, charged_seconds,
       charge_micros, answered_at, ended_at)
     select $1, 1, partner_id, tenant_id, id, case when $2::bigint is null then 'unrated' else 'rated' end, case when $2::bigint is null then $5 end, $3,
       case when $5 = 'unreadable_pin' then '' else 'international' end, 'USD', 60, 60, $2, $4::timestamptz - interval '1 minute', $4::timestamptz from billing_cycles`,
    [callId, micros, number, endedAt, reason],
  );
  await app.query('update billing_cycles set spent_micros = spent_micros + coalesce($1::bigint, 0)', [micros]);
  return callId;
}
const ask = (body: object, query = '') =>
  admin.call('POST', `/rate-tables/${tableId}/rate-again${query}`, {
    listId,
    ...DAY,
    tenantId: null,
    difference: null,
    ...body,
  });
const preview = async (body: object = {}) => (await ask(body, '?dryRun=true')).body;
const unrated = async () => (await admin.call('GET', '/unrated-calls')).body;
const cycle = async () =>
  (
    await app.query<{ spent_micros: string; charged_seconds: string }>(
      'select spent_micros, charged_seconds from billing_cycles',
    )
  )[0];
const adjustments = () =>
  app.query<{ amount_minor: string; kind: string }>('select amount_minor, kind from adjustments');

test('lists calls without a price with reason, number and table, page by page', async () => {
  for (const reason of ['not_rated', 'unreadable_pin', 'not_rated']) await charged(null, { reason });
  await charged(5);
  const { items, total } = await unrated();
  expect(total).toBe(3);
  expect(items[0]).toMatchObject({
    tenantName: 'Bakery',
    number: NUMBER,
    leg: 1,
    table: { id: tableId },
    billableSeconds: 60,
  });
  expect(items.map(({ reason }: { reason: string }) => reason).toSorted()).toEqual([
    'not_rated',
    'not_rated',
    'unreadable_pin',
  ]);
  const first = (await admin.call('GET', '/unrated-calls?limit=2')).body;
  const second = (await admin.call('GET', `/unrated-calls?limit=2&cursor=${first.nextCursor}`)).body;
  const ids = [...first.items, ...second.items].map(({ callId }: { callId: string }) => callId);
  expect(new Set(ids).size).toBe(3);
});

test('a dry run says the sum and writes nothing; the act gives calls without a price one', async () => {
  await charged(null, { reason: 'unreadable_pin' });
  await charged(null, { number: '+4312345678' });
  await charged(null, { endedAt: '2026-11-02' });
  const said = await preview();
  expect(said).toMatchObject({ rated: 1, ratedAmount: '0.60', withoutRate: 1, changed: 0, difference: '0.60' });
  expect((await unrated()).total).toBe(3);
  expect((await ask({ difference: said.difference })).body).toEqual({ ...said, dryRun: false });
  expect((await unrated()).total).toBe(2);
  expect(await cycle()).toEqual({ spent_micros: '600000', charged_seconds: '60' });
  expect(
    await app.query(
      `select charge_class, destination, rate->>'listId' as list from call_charges where state = 'rated'`,
    ),
  ).toEqual([{ charge_class: 'international', destination: 'Place 44', list: listId }]);
  const [event] = await app.query<{ after: object }>(
    `select after from audit_events where action = 'rate_table.calls_rated_again'`,
  );
  expect(event?.after).toMatchObject({ rated: 1, difference: '0.60', from: DAY.from });
});

test('a charge never changes: the difference is an adjustment, once however often it is asked for', async () => {
  await charged(500_000);
  await charged(800_000);
  await app.query(`update billing_cycles set invoiced_at = now(), invoiced_micros = 1300000`);
  const said = await preview();
  expect(said).toMatchObject({
    changed: 2,
    changedAmount: '-0.10',
    difference: '-0.10',
    tenants: [{ tenantName: 'Bakery', adjustment: '-0.10' }],
  });
  await ask({ difference: said.difference });
  expect(await adjustments()).toEqual([{ amount_minor: '-10', kind: 'correction' }]);
  expect(await app.query('select sum(charge_micros)::int as sum from call_charges')).toEqual([{ sum: 1_300_000 }]);
  expect(await cycle()).toMatchObject({ spent_micros: '1300000' });
  expect(await preview()).toMatchObject({ changed: 0, same: 2, difference: '0.00' });
  await ask({ difference: '0.00' });
  expect(await adjustments()).toHaveLength(1);
});

test('of an invoiced cycle a call that gets a price stands on the next invoice', async () => {
  await charged(null);
  await app.query(`update billing_cycles set invoiced_at = now(), invoiced_micros = spent_micros`);
  await ask({ difference: '0.60' });
  expect(await app.query('select spent_micros - invoiced_micros as late from billing_cycles')).toEqual([
    { late: '600000' },
  ]);
  expect(await adjustments()).toEqual([]);
});

test('does nothing when the sum is no longer the one that was seen', async () => {
  await charged(null);
  const refused = await ask({ difference: '0.50' });
  expect([refused.status, refused.body.code, refused.body.difference]).toEqual([409, 'difference_changed', '0.60']);
  expect((await unrated()).total).toBe(1);
});

test('two that ask at once rate each call once', async () => {
  await charged(null);
  await charged(500_000);
  await Promise.all([ask({ difference: '0.70' }), ask({ difference: '0.70' })]);
  expect(await cycle()).toMatchObject({ spent_micros: '1100000' });
  expect(await adjustments()).toEqual([{ amount_minor: '10', kind: 'correction' }]);
});

test('rates only calls of the partner’s tenants that the table is for', async () => {
  await charged(null);
  const other = await app.user('partner_admin', { partnerId: await app.partner('Other') });
  expect((await other.call('GET', '/unrated-calls')).body.total).toBe(0);
  expect(
    (
      await other.call('POST', `/rate-tables/${tableId}/rate-again`, {
        listId,
        ...DAY,
        tenantId: null,
        difference: '0.60',
      })
    ).status,
  ).toBe(404);
  const another = await rateTable(app, partnerId, { '44': {} });
  const [{ id: list } = { id: '' }] = await app.query<{ id: string }>('select id from rate_lists where table_id = $1', [
    another,
  ]);
  const { body } = await admin.call('POST', `/rate-tables/${another}/rate-again?dryRun=true`, {
    listId: list,
    ...DAY,
    tenantId: null,
    difference: null,
  });
  expect(body).toMatchObject({ rated: 0, changed: 0 });
  expect((await ask({ listId: list }, '?dryRun=true')).body.errors).toMatchObject([{ path: 'listId' }]);
});

test('a call that is rated again gets its wholesale cost if it had none, by the rates that held when it began', async () => {
  const wholesale = await rateTable(app, partnerId, { '44': { perMinuteMicros: 90_000 } });
  await app.query("update rate_tables set kind = 'wholesale_outbound' where id = $1", [wholesale]);
  await app.query("update rate_lists set valid_from = '2026-01-01' where table_id = $1", [wholesale]);
  await priceList(app, wholesale, { '44': { perMinuteMicros: 70_000 } }, '2026-10-25');
  const [unknown, charged1, known, later] = [
    await charged(null),
    await charged(500_000),
    await charged(null),
    await charged(null, { endedAt: '2026-10-26' }),
  ];
  await app.query("update call_charges set wholesale_micros = 1, wholesale_currency = 'EUR' where call_id = $1", [
    known,
  ]);
  const costs = () =>
    app.query(
      'select call_id, wholesale_micros::int as cost, wholesale_currency as currency from call_charges order by call_id',
    );
  const { difference } = await preview();
  expect(await costs()).toContainEqual({ call_id: unknown, cost: null, currency: null });
  expect((await ask({ difference })).status).toBe(200);
  const of = (call_id: string, cost: number, currency = 'USD') => ({ call_id, cost, currency });
  expect(await costs()).toEqual(
    [of(unknown, 90_000), of(charged1, 90_000), of(known, 1, 'EUR'), of(later, 70_000)].toSorted((a, b) =>
      a.call_id < b.call_id ? -1 : 1,
    ),
  );
  await app.query('delete from rate_tables where id = $1', [wholesale]);
});
