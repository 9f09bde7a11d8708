import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../../test/app.ts';
import { phoneArrival } from '../../../test/arrivals.ts';
import { BY_THE_SECOND, billTenant } from '../../../test/billed.ts';
import { callEnd, callFacts } from '../../../test/call-facts.ts';
import { createTenant, type TestTenant } from '../../../test/tenants.ts';
import { cycleOf } from '../../billing/cycles/cycle-rows.ts';
import type { BilledLeg, ChargedPin as Pin } from '../../billing/rating/pin-contract.ts';
import { asTenant } from '../../platform/db/db.ts';
import { newId } from '../../platform/values/ids.ts';
import type { CallFacts } from '../model/call-facts.ts';
import type { CallEnd } from '../model/command.ts';
import { CAUSE } from '../rules.ts';
import { endLostCalls, saveEnd, saveProgress, saveStart } from './call-records.ts';

let app: TestApp;
let shop: TestTenant;
let cycleId: string;
let admin: ApiUser;

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.user('partner_admin', { partnerId: await app.partner('Partner') });
  shop = await createTenant(admin.call, { prefix: 'bakery' });
  await billTenant(app, {
    tenantId: shop.id,
    terms: { includedMinutes: 10, includedClasses: ['domestic'], billingDay: new Date().getUTCDate() },
  });
  const cycle = await asTenant(app.db, shop.id, (tx) => cycleOf(tx, shop.id, new Date()));
  cycleId = cycle?.id ?? '';
  await app.query(`update service_periods set from_at = '2020-01-01' where kind = 'active'`);
});
afterAll(() => app.close());
beforeEach(async () => {
  for (const table of ['live_calls', 'calls', 'call_charges']) await app.query(`delete from ${table}`);
  await app.query(
    `update billing_cycles set spent_micros = 0, charged_seconds = 0, included_used_seconds = 0, metered_micros = 0, metered_seconds = 0,
       allowance_seconds = 0`,
  );
});

const pin = (fields: Partial<Pin> = {}): Pin => ({
  cycleId,
  currency: 'USD',
  class: 'domestic',
  included: true,
  rate: {
    prefix: '1',
    destination: 'United States',
    listId: newId(),
    table: 'Standard',
    validFrom: '2026-01-01T00:00:00Z',
    rate: BY_THE_SECOND,
  },
  ...fields,
});
const T0 = Date.now() + 1000;
const at = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString();
const leg = (ordinal: number, fields: Partial<BilledLeg> = {}): BilledLeg => ({
  leg: ordinal,
  number: `+1212555010${ordinal}`,
  pin: pin(),
  ...fields,
});
const outgoing = (legs: BilledLeg[]): CallFacts =>
  callFacts({
    id: newId(),
    tenantId: shop.id,
    direction: 'outbound',
    from: '+12125550100',
    to: '+12125550101',
    admittedAt: at(0),
    legs,
  });
/** An outbound call whose only leg was answered after 10 s and then talked for this long. */
const talk = (seconds: number, end: Partial<CallEnd> = {}): Promise<void> =>
  saveEnd(
    app.db,
    outgoing([leg(1, { answeredAt: at(10) })]),
    callEnd({ answeredAt: at(10), at: at(10 + seconds), ...end }),
  );
const start = (facts: CallFacts) => saveStart(app.db, facts, 'node', phoneArrival('102'));
const charges = () =>
  app.query(`select leg, state, reason, billable_seconds as billable, charged_seconds as charged, included_seconds as included,
    charge_micros::int as micros from call_charges order by rated_at, leg`);
const cycle = async () =>
  (
    await app.query(`select spent_micros::int as spent, charged_seconds::int as seconds, included_used_seconds::int as included,
      metered_micros::int as metered, metered_seconds::int as "meteredSeconds" from billing_cycles`)
  )[0];

test('a call is charged together with its record, and its cycle’s total includes it', async () => {
  await talk(60.2);
  expect(await charges()).toEqual([
    { leg: 1, state: 'rated', reason: null, billable: 61, charged: 61, included: 0, micros: 61_000 },
  ]);
  expect(await cycle()).toMatchObject({ spent: 61_000, seconds: 61, included: 0, metered: 0 });
});

test.each(Object.entries(CAUSE))('a call is charged by its answer, whatever its cause: %s', async (_name, cause) => {
  await talk(60, { cause });
  await saveEnd(app.db, outgoing([leg(1)]), callEnd({ at: at(60), cause }));
  expect(await charges()).toMatchObject([{ micros: 60_000 }]);
});

test('a leg is charged from the first answer that was saved, whatever call control knows at the end', async () => {
  for (const [saved, known] of [
    [10, 30],
    [30, 10],
  ] as const) {
    const facts = outgoing([leg(1)]);
    const answered = (seconds: number) => ({ ...facts, legs: [leg(1, { answeredAt: at(seconds) })] });
    await start(facts);
    await saveProgress(app.db, [{ type: 'saveLegs', facts: answered(saved) }]);
    await saveEnd(app.db, answered(known), callEnd({ answeredAt: at(30), at: at(70) }));
  }
  expect((await charges()).map(({ billable }) => billable)).toEqual([60, 60]);
});

test('ringing is not charged: thirty seconds of it and one of talking are one second', async () => {
  await talk(1);
  expect(await charges()).toMatchObject([{ billable: 1, micros: 1000 }]);
});

test('a clock that was set back during the call charges nothing and causes no error', async () => {
  await talk(-3600);
  expect(await charges()).toMatchObject([{ billable: 0, charged: 0, micros: 0 }]);
});

test('included minutes are used in the order of rating, and the call that exceeds them pays the rest', async () => {
  await app.query('update billing_cycles set allowance_seconds = 100');
  await talk(60);
  await talk(60);
  await talk(60);
  expect(await charges()).toMatchObject([
    { included: 60, micros: 0 },
    { included: 40, micros: 20_000 },
    { included: 0, micros: 60_000 },
  ]);
  expect(await cycle()).toMatchObject({ spent: 80_000, seconds: 180, included: 100 });
});

test('calls that end together use up the included minutes one after the other', async () => {
  await app.query('update billing_cycles set allowance_seconds = 100');
  await saveProgress(
    app.db,
    Array.from({ length: 3 }, () => ({
      type: 'saveEnd' as const,
      facts: outgoing([leg(1, { answeredAt: at(0) })]),
      ...callEnd({ answeredAt: at(0), at: at(60) }),
    })),
  );
  expect((await charges()).map(({ included }) => Number(included)).toSorted((a, b) => a - b)).toEqual([0, 40, 60]);
  expect(await cycle()).toMatchObject({ spent: 80_000, included: 100 });
});

test('unanswered calls use no included minutes', async () => {
  await app.query('update billing_cycles set allowance_seconds = 100');
  for (let n = 0; n < 20; n++) await saveEnd(app.db, outgoing([leg(1)]), callEnd({ at: at(30) }));
  expect(await cycle()).toMatchObject({ included: 0 });
  expect(await charges()).toEqual([]);
});

test('each leg is charged from its own answer to its own end', async () => {
  const facts = {
    ...outgoing([
      leg(0, { pin: pin({ class: 'inbound', included: false }) }),
      leg(1, { answeredAt: at(20), endedAt: at(50) }),
      leg(2, { answeredAt: at(60) }),
      leg(3),
    ]),
    direction: 'inbound' as const,
  };
  await saveEnd(app.db, facts, callEnd({ answeredAt: at(20), flowAnsweredAt: at(5), at: at(105) }));
  expect(await charges()).toMatchObject([
    { leg: 0, billable: 100 },
    { leg: 1, billable: 30 },
    { leg: 2, billable: 45 },
  ]);
});

test('an inbound call without a rate is free', async () => {
  const facts = {
    ...outgoing([leg(0, { pin: pin({ class: 'inbound', rate: null }) })]),
    direction: 'inbound' as const,
  };
  await saveEnd(app.db, facts, callEnd({ answeredAt: at(0), at: at(60) }));
  expect(await charges()).toMatchObject([
    { state: 'free', reason: 'no_inbound_rate', billable: 60, charged: 0, micros: 0 },
  ]);
});

test('the status at the answer decides: a trial’s calls are metered, and use no included minutes', async () => {
  await app.query('update billing_cycles set allowance_seconds = 100');
  await app.query(`update service_periods set from_at = $1 where kind = 'active'`, [at(30)]);
  try {
    await talk(60);
    const later = outgoing([leg(1, { answeredAt: at(31) })]);
    await saveEnd(app.db, later, callEnd({ answeredAt: at(31), at: at(91) }));
    expect(await charges()).toMatchObject([
      { state: 'metered', included: 0, micros: 60_000 },
      { state: 'rated', included: 60, micros: 0 },
    ]);
    expect(await cycle()).toMatchObject({ spent: 0, metered: 60_000, meteredSeconds: 60 });
  } finally {
    await app.query(`update service_periods set from_at = '2020-01-01' where kind = 'active'`);
  }
});

test.each<[string, number, Partial<CallEnd>, number]>([
  ['the platform ends', 60.05, { endedBy: 'system' }, 60],
  ['the platform ends late', 90, { endedBy: 'system' }, 60],
  ['a party ends while the platform is about to', 61.9, { endedBy: 'caller' }, 60],
  ['a party leaves during the announcement of its cap', 90, { endedBy: 'caller', reason: 'spend_cap' }, 60],
  ['a party ends in its reserved time', 59.05, { endedBy: 'callee' }, 60],
  ['a party ends', 20, { endedBy: 'callee' }, 20],
  // call control was down, and reserved nothing more
  ['a party ends long after its reserved time', 90, { endedBy: 'callee' }, 90],
])('of a call with 60 reserved seconds that %s, charged are', async (_ends, seconds, end, charged) => {
  const facts = outgoing([leg(1, { answeredAt: at(0) })]);
  await start(facts);
  await app.query('update live_legs set granted_seconds = 60');
  await saveEnd(app.db, facts, callEnd({ answeredAt: at(0), at: at(seconds), ...end }));
  expect(await charges()).toMatchObject([{ charged }]);
});

test('a call in progress keeps the included seconds that it has reserved', async () => {
  await app.query('update billing_cycles set allowance_seconds = 100');
  const other = outgoing([leg(1)]);
  await start(other);
  await app.query('update live_legs set included_seconds = 70');
  await talk(60);
  expect(await charges()).toMatchObject([{ included: 30 }]);
  await saveEnd(app.db, other, callEnd({ at: at(60) }));
});

test('a call that Asterisk no longer has is charged by its database rows', async () => {
  const facts = outgoing([leg(1)]);
  await start(facts);
  const answered = { ...facts, legs: [leg(1, { answeredAt: at(0) })] };
  await saveProgress(app.db, [
    { type: 'saveAnswer', facts, at: at(0), answeredBy: null },
    { type: 'saveLegs', facts: answered },
  ]);
  const lost = new Date(T0 + 3_600_000);
  expect(await endLostCalls(app.db, 'node', () => false, lost)).toBe(1);
  expect(await charges()).toMatchObject([{ state: 'rated', billable: 3600 }]);
});

test('after a restart the live row is enough to charge a call', async () => {
  const facts = outgoing([leg(1)]);
  await start(facts);
  await saveProgress(app.db, [{ type: 'saveLegs', facts: { ...facts, legs: [leg(1, { answeredAt: at(0) })] } }]);
  await saveEnd(app.db, facts, callEnd({ at: at(60) }));
  expect(await charges()).toMatchObject([{ state: 'rated', billable: 60 }]);
});

test('a call with an unreadable pin is recorded as unrated, and so is one from a release without prices', async () => {
  const [unread, old] = [outgoing([leg(1)]), outgoing([leg(1)])];
  for (const facts of [unread, old]) {
    await start(facts);
    await saveProgress(app.db, [{ type: 'saveLegs', facts: { ...facts, legs: [leg(1, { answeredAt: at(0) })] } }]);
  }
  await app.query(`update live_legs set pin = '{"of": "another release"}' where call_id = $1`, [unread.id]);
  for (const { legs: _legs, ...facts } of [unread, old]) {
    const legs = facts.id === unread.id ? { legs: [] } : {};
    await saveEnd(app.db, { ...facts, ...legs }, callEnd({ at: at(60) }));
  }
  expect(await charges()).toMatchObject([
    { state: 'unrated', reason: 'unreadable_pin', billable: 60, micros: null },
    { state: 'unrated', reason: 'not_rated', billable: 60, micros: null },
  ]);
  expect(await cycle()).toMatchObject({ spent: 0 });
});

test('a call that is recorded repeatedly, in different ways, is charged once', async () => {
  const facts = outgoing([leg(1, { answeredAt: at(0) })]);
  await start(facts);
  const end = callEnd({ answeredAt: at(0), at: at(60) });
  await Promise.all([saveEnd(app.db, facts, end), saveEnd(app.db, facts, end), saveEnd(app.db, facts, end)]);
  await endLostCalls(app.db, 'node', () => false, new Date(Date.now() + 60_000));
  await saveEnd(app.db, facts, { ...end, at: at(6000) });
  expect(await charges()).toMatchObject([{ micros: 60_000 }]);
  expect(await cycle()).toMatchObject({ spent: 60_000 });
});

test('the history shows each charge and its rate; only admins see prices, and nobody sees what the partner pays', async () => {
  const facts = outgoing([leg(1, { answeredAt: at(0) }), leg(2, { answeredAt: at(0) })]);
  await saveEnd(app.db, facts, callEnd({ answeredAt: at(0), at: at(60.5) }));
  await app.query('update call_charges set wholesale_micros = 1, wholesale_currency = $1', ['USD']);
  const one = await admin.call('GET', `${shop.path}/calls/${facts.id}`);
  expect(one.body).toMatchObject({
    charge: { state: 'rated', currency: 'USD', charge: '0.122', billableSeconds: 122, chargedSeconds: 122 },
    charges: [
      {
        number: '+12125550101',
        destination: 'United States',
        charge: '0.061',
        rate: { table: 'Standard', prefix: '1', perMinute: '0.06', initialSeconds: 1, incrementSeconds: 1 },
      },
      { number: '+12125550102' },
    ],
  });
  const list = await admin.call('GET', `${shop.path}/calls`);
  expect(list.body.items).toMatchObject([{ charge: { charge: '0.122' } }]);
  const csv = await admin.call('GET', `${shop.path}/calls/export`);
  expect(csv.text.trim().split('\n').at(-1)).toMatch(/,122,122,0,0\.06,0\.122,USD,rated\r?$/);
  for (const { text } of [one, list, csv]) expect(text).not.toMatch(/wholesale/i);
  const desk = await admin.call('POST', `${shop.path}/extensions`, { number: '101', name: 'Desk' });
  await app.query('update calls set extension_id = $1', [desk.body.id]);
  const user = await app.user('tenant_user', { tenantId: shop.id });
  await app.query('update users set extension_id = $1 where id = $2', [desk.body.id, user.id]);
  const own = await user.call('GET', `${shop.path}/calls/${facts.id}`);
  expect(own).toMatchObject({ status: 200, body: { charge: null, charges: [] } });
});
