import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../../test/app.ts';
import { BY_THE_SECOND, billTenant, priceList, type Rates, rateTable } from '../../../test/billed.ts';
import { callEnd, callFacts } from '../../../test/call-facts.ts';
import { insertInvoice } from '../../../test/invoices.ts';
import { fillPath } from '../../../test/one-of-each.ts';
import { createTenant, type TestTenant } from '../../../test/tenants.ts';
import { cycleOf } from '../../billing/cycles/cycle-rows.ts';
import type { BilledLeg, ChargedPin as Pin } from '../../billing/rating/pin-contract.ts';
import { asTenant } from '../../platform/db/db.ts';
import { newId } from '../../platform/values/ids.ts';
import { saveEnd } from './call-records.ts';

let app: TestApp;
let partnerId: string;
let admin: ApiUser;
let shop: TestTenant;
let cycleId: string;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  admin = await app.user('partner_admin', { partnerId });
  shop = await createTenant(admin.call, { prefix: 'bakery', extensions: ['101'] });
  await billTenant(app, { tenantId: shop.id, terms: { billingDay: new Date().getUTCDate() } });
  cycleId = (await asTenant(app.db, shop.id, (tx) => cycleOf(tx, shop.id, new Date())))?.id ?? '';
  await app.query("update service_periods set from_at = '2020-01-01' where kind = 'active'");
});
afterAll(() => app.close());
beforeEach(async () => {
  for (const table of ['calls', 'call_charges']) await app.query(`delete from ${table}`);
  await app.query("delete from rate_tables where kind <> 'retail'");
});

const T0 = Date.now() + 1000;
const at = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString();

async function wholesale(kind: 'wholesale_outbound' | 'wholesale_inbound', rates: Rates, currency = 'USD') {
  const id = await rateTable(app, partnerId, rates);
  await app.query('update rate_tables set kind = $2, currency = $3 where id = $1', [id, kind, currency]);
  return id;
}
const MINUTES = { initialSeconds: 60, incrementSeconds: 60 };

const leg = (ordinal: number, number: string, fields: Partial<Pin> = {}): BilledLeg => ({
  leg: ordinal,
  number,
  pin: {
    cycleId,
    currency: 'USD',
    class: ordinal === 0 ? 'inbound' : 'domestic',
    included: false,
    rate: {
      prefix: '1',
      destination: 'United States',
      listId: newId(),
      table: 'Standard',
      validFrom: '2026-01-01T00:00:00Z',
      rate: BY_THE_SECOND,
    },
    ...fields,
  },
  answeredAt: at(0),
});
const talk = async (legs: BilledLeg[], seconds: number, isCut = false): Promise<string> => {
  const facts = callFacts({
    id: newId(),
    tenantId: shop.id,
    direction: legs.some((one) => one.leg === 0) ? 'inbound' : 'outbound',
    from: '+12125550100',
    to: legs[0]?.number ?? '',
    admittedAt: at(0),
    legs,
  });
  const end = callEnd({ answeredAt: at(0), at: at(seconds), ...(isCut && { endedBy: 'system' }) });
  await saveEnd(app.db, facts, end);
  return facts.id;
};
const costs = () =>
  app.query(`select leg, state, charge_micros::int as charge, wholesale_micros::int as cost, wholesale_currency as currency
    from call_charges order by rated_at, leg`);

test('each leg stores what the partner pays, by the longest wholesale prefix and its increments', async () => {
  await wholesale('wholesale_outbound', {
    '1': { perMinuteMicros: 6_000, ...MINUTES },
    '1212': { perMinuteMicros: 12_000, ...MINUTES },
  });
  await wholesale('wholesale_inbound', { '1': { perMinuteMicros: 1_000, ...MINUTES } });
  await talk([leg(0, '+12125550100'), leg(1, '+12125550101'), leg(2, '+13035550102')], 61);
  expect(await costs()).toEqual([
    { leg: 0, state: 'rated', charge: 61_000, cost: 2_000, currency: 'USD' },
    { leg: 1, state: 'rated', charge: 61_000, cost: 24_000, currency: 'USD' },
    { leg: 2, state: 'rated', charge: 61_000, cost: 12_000, currency: 'USD' },
  ]);
});

test('an unknown cost is stored as unknown, never as zero', async () => {
  await talk([leg(1, '+12125550101')], 60);
  await wholesale('wholesale_outbound', { '44': {} });
  await talk([leg(1, '+12125550101')], 60);
  expect(await costs()).toMatchObject([
    { charge: 60_000, cost: null, currency: null },
    { charge: 60_000, cost: null, currency: null },
  ]);
});

test('the rates at the start of the call apply, in their own currency', async () => {
  const id = await wholesale('wholesale_outbound', { '1': { perMinuteMicros: 6_000 } }, 'EUR');
  await priceList(app, id, { '1': { perMinuteMicros: 9_000 } }, at(1));
  await talk([leg(1, '+12125550101')], 60);
  expect(await costs()).toMatchObject([{ cost: 6_000, currency: 'EUR' }]);
});

test('the partner pays in full even if the call costs the tenant nothing, or less because we ended it', async () => {
  await wholesale('wholesale_outbound', { '1': { perMinuteMicros: 6_000 } });
  await wholesale('wholesale_inbound', { '1': { perMinuteMicros: 6_000 } });
  await talk([leg(0, '+12125550100', { rate: null })], 60);
  await app.query("update service_periods set from_at = now() + interval '1 day' where kind = 'active'");
  await talk([leg(1, '+12125550101')], 60);
  await app.query("update service_periods set from_at = '2020-01-01' where kind = 'active'");
  expect(await costs()).toMatchObject([
    { state: 'free', charge: 0, cost: 6_000 },
    { state: 'metered', charge: 60_000, cost: 6_000 },
  ]);
});

test('no endpoint shows a tenant what its partner pays', async () => {
  await wholesale('wholesale_outbound', { '1': { perMinuteMicros: 7_654_321 } });
  const callId = await talk([leg(1, '+12125550101')], 60);
  expect(await costs()).toMatchObject([{ cost: 7_654_321 }]);
  const invoiceId = await insertInvoice(app.query, { partnerId, tenantId: shop.id });
  const { call } = await app.user('tenant_admin', { tenantId: shop.id });
  const ids: Record<string, string> = { tenantId: shop.id, callId, invoiceId, extId: shop.extensionId('101') };
  const tried = app.app.endpoints.filter(
    ({ method, path, events }) =>
      method === 'GET' &&
      events === undefined &&
      [...path.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => ids[name] !== undefined),
  );
  const shown: string[] = [];
  for (const { path } of tried) {
    const { status, text } = await call('GET', fillPath(path, ids));
    if (status === 200) shown.push(path);
    expect(text, path).not.toMatch(/wholesale|7\.?654321|margin/i);
  }
  expect(shown).toEqual(
    expect.arrayContaining([
      '/tenants/{tenantId}/calls',
      '/tenants/{tenantId}/calls/{callId}',
      '/tenants/{tenantId}/calls/export',
      '/tenants/{tenantId}/usage',
      '/tenants/{tenantId}/invoices',
    ]),
  );
});
