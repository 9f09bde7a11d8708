import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { carrierArrival, phoneArrival } from '../../../test/arrivals.ts';
import { billTenant, priceList, rateTable } from '../../../test/billed.ts';
import { callingTenant, type CallingTenant } from '../../../test/calling-tenant.ts';
import type { TestTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';
import type { Connect, Decision, NextHop } from '../model/decision.ts';
import { admit, reroute } from './admission.ts';

let app: TestApp;
let shop: TestTenant;
let admin: CallingTenant['admin'];
let register: CallingTenant['register'];
let outbound: string;
const OWN = '+12125550101';
let groups = 0;

beforeAll(async () => {
  app = await createTestApp();
  let partnerId: string;
  ({ partnerId, admin, shop, register } = await callingTenant(app, { number: OWN, extensions: ['101', '102'] }));
  outbound = await rateTable(app, partnerId, {
    '1': { perMinuteMicros: 10_000 },
    '1212': { perMinuteMicros: 12_000 },
    '4420': { perMinuteMicros: 20_000 },
  });
  const inbound = await rateTable(app, partnerId, { '1800': { perMinuteMicros: 30_000 } });
  await app.query(
    `update outbound_permissions set classes = '{tollFree,domestic,international}', max_concurrent = 100, max_concurrent_per_extension = 100`,
  );
  await billTenant(app, {
    tenantId: shop.id,
    terms: { outboundRates: outbound, inboundRates: inbound, includedClasses: ['domestic'] },
  });
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.query('delete from live_calls');
  await app.query('delete from calls');
  await app.query('delete from asterisk.ps_contacts');
  for (const number of ['101', '102']) await register(number);
});

const dial = (dialled: string): Promise<Decision> =>
  admit(app.db, 'node', phoneArrival(dialled, { tenantId: shop.id, channel: newId() }));
const pins = () =>
  app.query(`select leg, number, pin->>'class' as class, (pin->>'included')::boolean as included, pin->'rate'->>'prefix' as prefix,
    (pin->'rate'->'rate'->>'perMinuteMicros')::int as price from live_legs order by leg`);
async function incoming(): Promise<Connect> {
  const decision = await admit(app.db, 'node', carrierArrival(OWN, { channel: newId() }));
  if (decision.kind !== 'connect') throw new Error(JSON.stringify(decision));
  return decision;
}
const rerouteTo = ({ facts, origin, path = [] }: Connect, to: NextHop['to']): Promise<Decision> =>
  reroute(app.db, {
    kind: 'onward',
    nextHop: { to, forwarded: { by: { extensionId: null, number: '101' }, because: 'no_answer' } },
    journey: {
      facts,
      party: { extensionId: null, number: facts.from },
      origin,
      path,
      at: new Date().toISOString(),
      encryptedCaller: false,
    },
  });

test('an outbound call is charged by its longest prefix, and its target names its charged leg', async () => {
  expect(await dial('2125559999')).toMatchObject({
    kind: 'connect',
    facts: { legs: [{ leg: 1, number: '+12125559999' }] },
    attempts: [{ targets: [{ billed: 1 }] }],
  });
  expect(await pins()).toEqual([
    { leg: 1, number: '+12125559999', class: 'domestic', included: true, prefix: '1212', price: 12_000 },
  ]);
});

test('an outbound call without a rate is refused, and its record has the number and the table', async () => {
  expect(await dial('011441632960123')).toMatchObject({ kind: 'refuse', reason: 'no_rate' });
  const [{ name }] = (await app.query('select name from rate_tables where id = $1', [outbound])) as [{ name: string }];
  expect(await app.query('select reason, outcome, path from calls')).toMatchObject([
    {
      reason: 'no_rate',
      outcome: 'refused',
      path: [{ event: 'no_rate', number: '+441632960123', table: name }],
    },
  ]);
  expect(await pins()).toEqual([]);
});

test('a number that differs from a prefix in one digit has no rate', async () => {
  expect(await dial('011442079460999')).toMatchObject({ kind: 'connect' });
  expect(await dial('011442179460999')).toMatchObject({ kind: 'refuse', reason: 'no_rate' });
});

test.each(['911', '933', '988', '18005550123', '211', '102'])('%s needs no rate', async (dialled) => {
  await app.query('update rate_lists set valid_from = $1', ['2099-01-01']);
  try {
    expect(await dial(dialled)).toMatchObject({ kind: 'connect' });
    expect(await pins()).toEqual([]);
    expect(await dial('2125559999')).toMatchObject({ kind: 'refuse', reason: 'no_rate' });
  } finally {
    await app.query('update rate_lists set valid_from = $1', ['2020-01-01']);
  }
});

test('an inbound call is charged by our own number; without a rate it is free and not refused', async () => {
  await incoming();
  expect(await pins()).toMatchObject([{ leg: 0, number: OWN, class: 'inbound', prefix: null }]);
});

test('each outside leg is pinned when the call is sent to it', async () => {
  const call = await incoming();
  const sent = await rerouteTo(call, { kind: 'external', number: '+12125550199' });
  expect(sent).toMatchObject({ kind: 'connect', facts: { legs: [{ leg: 0 }, { leg: 1 }] } });
  await rerouteTo(sent as Connect, { kind: 'external', number: '+442079460999' });
  expect(await pins()).toMatchObject([{ leg: 0 }, { leg: 1, prefix: '1212' }, { leg: 2, prefix: '4420' }]);
  expect(await rerouteTo(call, { kind: 'external', number: '+441632960123' })).toMatchObject({
    kind: 'refuse',
    reason: 'no_rate',
  });
});

test('an inbound call has one charged leg 0, even if it moves on during its admission', async () => {
  const { body: group } = await admin('POST', `${shop.path}/groups`, {
    number: '609',
    name: 'London',
    members: [{ kind: 'external', number: '+441632960123' }],
    fallback: { kind: 'extension', id: shop.extensionId('102') },
  });
  await app.query(`update dids set routing_kind = 'group', routing_target_id = $1`, [group.id]);
  const { facts } = await incoming();
  await app.query(`update dids set routing_kind = 'extension', routing_target_id = $1`, [shop.extensionId('101')]);
  expect(facts.legs?.map(({ leg }) => leg)).toEqual([0]);
});

test('a group rings the members that have a rate, or goes to its fallback if none has', async () => {
  const group = async (numbers: string[]): Promise<string> => {
    const { body } = await admin('POST', `${shop.path}/groups`, {
      number: String(620 + ++groups),
      name: 'Sales',
      strategy: 'all',
      members: numbers.map((number) => ({ kind: 'external', number })),
      fallback: { kind: 'extension', id: shop.extensionId('102') },
    });
    return body.id;
  };
  const some = await rerouteTo(await incoming(), {
    kind: 'group',
    id: await group(['+12125550199', '+441632960123']),
  });
  expect(some).toMatchObject({ kind: 'connect', attempts: [{ targets: [{ number: '+12125550199' }] }] });
  expect(some.kind === 'connect' && some.path?.at(-1)).toMatchObject({ event: 'no_rate', number: '+441632960123' });

  const none = await rerouteTo(await incoming(), { kind: 'group', id: await group(['+441632960123']) });
  expect(none).toMatchObject({
    kind: 'connect',
    attempts: [{ targets: [{ kind: 'contact', extension: { number: '102' } }] }],
  });
});

test('a rate list that takes effect while a call rings does not change the call', async () => {
  await dial('2125559999');
  await priceList(app, outbound, { '1': { perMinuteMicros: 99_000 } }, new Date().toISOString());
  expect(await pins()).toMatchObject([{ price: 12_000 }]);
  await app.query('delete from live_calls');
  await dial('2125559999');
  expect(await pins()).toMatchObject([{ prefix: '1', price: 99_000 }]);
});

test('a removed profile charges calls and fees until its cycle ends, and none after that', async () => {
  await dial('2125559999');
  const [{ profile } = { profile: '' }] = await app.query<{ profile: string }>(
    'select billing_profile_id as profile from tenants where id = $1',
    [shop.id],
  );
  await app.query('update tenants set billing_profile_id = null where id = $1', [shop.id]);
  try {
    await app.query('delete from live_calls');
    await dial('2125559999');
    await incoming();
    expect(await pins()).toMatchObject([{ leg: 0 }, { leg: 1, number: '+12125559999' }]);
    await app.query('delete from live_calls');
    await app.query(
      `update billing_cycles set starts_at = starts_at - interval '40 days', ends_at = now() - interval '1 second' where tenant_id = $1`,
      [shop.id],
    );
    expect(await dial('2125559999')).toMatchObject({ kind: 'connect' });
    await incoming();
    expect(await pins()).toEqual([]);
  } finally {
    await app.query('update tenants set billing_profile_id = $2 where id = $1', [shop.id, profile]);
  }
});

test('a tenant without a profile can call, and so can one whose profile has no rate table', async () => {
  await app.query(
    `update billing_profile_versions set terms = terms || '{"outboundRates": null, "inboundRates": null}'`,
  );
  expect(await dial('011441632960123')).toMatchObject({ kind: 'connect' });
  await incoming();
  expect(await pins()).toEqual([]);
  await app.query('update tenants set billing_profile_id = null');
  expect(await dial('011441632960123')).toMatchObject({ kind: 'connect' });
  expect(await pins()).toEqual([]);
});
