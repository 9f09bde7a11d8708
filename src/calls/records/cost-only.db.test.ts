import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { carrierArrival, phoneArrival } from '../../../test/arrivals.ts';
import { billTenant, rateTable } from '../../../test/billed.ts';
import { callEnd } from '../../../test/call-facts.ts';
import { type CallingTenant, callingTenant } from '../../../test/calling-tenant.ts';
import type { ProfileTerms } from '../../billing/profiles/terms-contract.ts';
import { asTenant } from '../../platform/db/db.ts';
import { newId } from '../../platform/values/ids.ts';
import { admit } from '../admission/admission.ts';
import { endLostCalls, saveEnd } from './call-records.ts';

let app: TestApp;
let tenant: CallingTenant;
const OWN = '+12125550101';
const MINUTES = { initialSeconds: 60, incrementSeconds: 60 };

beforeAll(async () => {
  app = await createTestApp();
  tenant = await callingTenant(app, { number: OWN, extensions: ['101', '102'] });
  await tenant.register('101', 6000);
  await tenant.register('102', 6000);
});
afterAll(() => app.close());
beforeEach(async () => {
  for (const table of ['live_calls', 'calls', 'call_charges', 'billing_ledger'])
    await app.query(`delete from ${table}`);
  await app.query('update tenants set billing_profile_id = null');
  await app.query('delete from billing_cycles');
  await app.query("delete from rate_tables where kind <> 'retail'");
  await wholesale('wholesale_outbound', 6_000);
  await wholesale('wholesale_inbound', 1_000);
});

async function wholesale(kind: string, perMinuteMicros: number): Promise<void> {
  const id = await rateTable(app, tenant.partnerId, { '1': { perMinuteMicros, ...MINUTES } });
  await app.query('update rate_tables set kind = $2 where id = $1', [id, kind]);
}
const dial = (dialled: string) =>
  admit(app.db, 'node', phoneArrival(dialled, { tenantId: tenant.shop.id, channel: newId() }));
const incoming = () => admit(app.db, 'node', carrierArrival(OWN, { channel: newId() }));
const liveLegs = () =>
  app.query<{ leg: number; cycle_id: string | null }>('select leg, cycle_id from live_legs order by leg');
const charges = () =>
  app.query(`select leg, state, cycle_id, charge_class as class, charge_micros as charge, billable_seconds as seconds, wholesale_micros::int as cost,
    currency from call_charges order by leg`);
/** Answers the call at once and ends it after these seconds. The end is saved as often as given. */
async function talk(decision: Awaited<ReturnType<typeof dial>>, seconds: number, times = 1): Promise<string> {
  if (decision.kind === 'refuse') throw new Error(decision.reason);
  const begun = Date.parse(decision.facts.admittedAt);
  const answeredAt = new Date(begun + 1000).toISOString();
  const legs = decision.facts.legs?.map((leg) => ({ ...leg, answeredAt }));
  const facts = { ...decision.facts, ...(legs && { legs }) };
  const end = callEnd({ answeredAt, at: new Date(begun + 1000 + seconds * 1000).toISOString() });
  for (let n = 0; n < times; n++) await saveEnd(app.db, facts, end);
  return facts.id;
}

test('an outbound call of a tenant without a profile costs its partner the wholesale rate, once', async () => {
  await talk(await dial('2125559999'), 61, 2);
  expect(await charges()).toEqual([
    {
      leg: 1,
      state: 'not_charged',
      cycle_id: null,
      class: 'domestic',
      charge: null,
      seconds: 61,
      cost: 12_000,
      currency: 'USD',
    },
  ]);
  expect(await app.query('select from billing_cycles')).toEqual([]);
});

test('an inbound call does too, and nothing is reserved for either', async () => {
  await app.query(`update tenant_limits set monthly_spend_micros = 0, currency = 'USD', max_monthly_minutes = 0`);
  await talk(await incoming(), 60);
  expect(await charges()).toMatchObject([{ leg: 0, state: 'not_charged', class: 'inbound', cost: 1_000 }]);
  await app.query('update tenant_limits set monthly_spend_micros = null, currency = null, max_monthly_minutes = null');
});

test('calls in a direction without a rate table cost the partner, too', async () => {
  await bill({ inboundRates: await rateTable(app, tenant.partnerId, { '1': { perMinuteMicros: 60_000 } }) });
  await talk(await dial('2125559999'), 60);
  await talk(await incoming(), 60);
  expect(await charges()).toMatchObject([
    { leg: 0, state: 'rated', cost: 1_000 },
    { leg: 1, state: 'not_charged', cycle_id: null, cost: 6_000 },
  ]);
});
const bill = (terms: Partial<ProfileTerms>) => billTenant(app, { tenantId: tenant.shop.id, terms });

test('internal, emergency, toll-free and unanswered calls cost nothing', async () => {
  for (const dialled of ['102', '911', '8005550199']) await talk(await dial(dialled), 60);
  const unanswered = await dial('2125559999');
  if (unanswered.kind === 'refuse') throw new Error(unanswered.reason);
  await saveEnd(app.db, unanswered.facts, callEnd({ answeredAt: null, at: new Date().toISOString() }));
  expect(await charges()).toEqual([]);
});

test('without wholesale rates for the direction, nothing is saved', async () => {
  await app.query("delete from rate_tables where kind = 'wholesale_outbound'");
  await dial('2125559999');
  expect(await liveLegs()).toEqual([]);
  await app.query("delete from rate_tables where kind = 'wholesale_inbound'");
  await incoming();
  expect(await liveLegs()).toEqual([]);
});

test('a sandbox costs nobody anything', async () => {
  await app.query('update tenants set sandbox = true where id = $1', [tenant.shop.id]);
  await dial('2125559999');
  expect(await liveLegs()).toEqual([]);
  await app.query('update tenants set sandbox = false where id = $1', [tenant.shop.id]);
});

test('a number without a wholesale rate is dialled, and its cost is unknown', async () => {
  await app.query("update outbound_permissions set classes = '{tollFree,domestic,international}'");
  await talk(await dial('011442079460999'), 60);
  expect(await charges()).toMatchObject([{ state: 'not_charged', cost: null, currency: 'USD' }]);
});

test('after a crash the leg still exists, and rating again finds its cost', async () => {
  const decision = await dial('2125559999');
  await app.query(
    "update live_calls set admitted_at = now() - interval '2 minutes', answered_at = now() - interval '1 minute'",
  );
  await app.query("update live_legs set answered_at = now() - interval '70 seconds'");
  await endLostCalls(app.db, 'node', () => false, new Date());
  expect(decision.kind).toBe('connect');
  expect(await charges()).toMatchObject([{ state: 'not_charged', cost: 12_000 }]);
  await app.query('update call_charges set wholesale_micros = null, wholesale_currency = null');
  const outboundRates = await rateTable(app, tenant.partnerId, { '1': {} });
  const [list] = await app.query<{ id: string }>('select id from rate_lists where table_id = $1', [outboundRates]);
  const day = 86_400_000;
  const body = {
    listId: list?.id,
    from: new Date(Date.now() - day).toISOString(),
    until: new Date(Date.now() + day).toISOString(),
    tenantId: null,
    difference: '0.00',
  };
  const rated = await tenant.admin('POST', `/rate-tables/${outboundRates}/rate-again`, body);
  expect(rated.status, JSON.stringify(rated.body)).toBe(200);
  expect(await charges()).toMatchObject([{ state: 'not_charged', charge: null, cost: 12_000 }]);
});

test('the tenant does not see the cost, and its history has no price', async () => {
  const callId = await talk(await dial('2125559999'), 61);
  const { call } = await app.user('tenant_admin', { tenantId: tenant.shop.id });
  for (const by of [call, tenant.admin]) {
    const read = await by('GET', `/tenants/${tenant.shop.id}/calls/${callId}`);
    expect(read.body).toMatchObject({ charge: null, charges: [] });
    expect(JSON.stringify(read.body)).not.toMatch(/not_charged|12000|wholesale/);
  }
  const seen = await asTenant(app.db, tenant.shop.id, (tx) => tx.selectFrom('call_charges').select('leg').execute());
  expect(seen).toEqual([]);
});

test('the revenue report has the cost without revenue, and no call without a price', async () => {
  await talk(await dial('2125559999'), 61);
  await app.query("update call_charges set ended_at = now() - interval '1 second'");
  const { currencies } = (await tenant.admin('GET', '/revenue')).body;
  expect(currencies).toMatchObject([
    {
      currency: 'USD',
      revenue: '0.00',
      cost: '0.01',
      margin: '-0.01',
      calls: 1,
      callsWithoutPrice: 0,
      callsWithoutCost: 0,
    },
  ]);
});

test('a purge leaves the cost in the ledger', async () => {
  await talk(await dial('2125559999'), 61);
  await app.query('delete from call_charges');
  expect(
    await app.query('select billable_seconds, charge_micros, wholesale_micros::int, currency from billing_ledger'),
  ).toEqual([{ billable_seconds: 61, charge_micros: null, wholesale_micros: 12_000, currency: 'USD' }]);
});
