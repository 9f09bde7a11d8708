import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { carrierArrival, phoneArrival } from '../../../test/arrivals.ts';
import { billTenant, rateTable } from '../../../test/billed.ts';
import { callingTenant, type CallingTenant } from '../../../test/calling-tenant.ts';
import type { TestTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';
import type { Decision } from '../model/decision.ts';
import { admit } from './admission.ts';

let app: TestApp;
let shop: TestTenant;
let admin: CallingTenant['admin'];
let register: CallingTenant['register'];
let partnerId: string;
const OWN = '+12125550101';

beforeAll(async () => {
  app = await createTestApp();
  ({ partnerId, admin, shop, register } = await callingTenant(app, { number: OWN, extensions: ['101', '102'] }));
  const outboundRates = await rateTable(app, partnerId, {
    '1': { perMinuteMicros: 10_000 },
    '1213': { perMinuteMicros: 500_000, class: 'premium' },
    '1415': { perMinuteMicros: 20_000, class: 'international' },
    '1800': { perMinuteMicros: 20_000, class: 'premium' },
    '44': { perMinuteMicros: 20_000, class: 'domestic' },
    '9': { perMinuteMicros: 20_000, class: 'premium' },
  });
  await billTenant(app, { tenantId: shop.id, terms: { outboundRates, includedClasses: ['domestic'] } });
});
afterAll(() => app.close());
beforeEach(async () => {
  for (const table of ['live_calls', 'calls', 'fraud_trips', 'asterisk.ps_contacts'])
    await app.query(`delete from ${table}`);
  await permit('{tollFree,domestic,international}');
  for (const number of ['101', '102']) await register(number);
});

const permit = (classes: string) =>
  app.query('update outbound_permissions set classes = $1, max_concurrent = 100, max_concurrent_per_extension = 100', [
    classes,
  ]);
const dial = (dialled: string): Promise<Decision> =>
  admit(app.db, 'node', phoneArrival(dialled, { tenantId: shop.id, channel: newId() }));
const pins = () =>
  app.query(
    `select number, pin->>'class' as class, (pin->>'included')::boolean as included from live_legs order by leg`,
  );
const block = (rule: string) =>
  app.query(
    `insert into fraud_trips (id, tenant_id, partner_id, rule, action, used, limit_value, tripped_at) values ($1, $2, $3, $4, 'block', 1, 1, now())`,
    [newId(), shop.id, partnerId, rule],
  );

test('a call counts as the class that its rate names: when it is charged, for included minutes and in the history', async () => {
  expect(await dial('4155550123')).toMatchObject({
    kind: 'connect',
    facts: { destination: 'international' },
    attempts: [{ targets: [{ destination: 'international' }] }],
  });
  expect(await pins()).toEqual([{ number: '+14155550123', class: 'international', included: false }]);
  expect(await app.query('select destination_class from live_calls')).toEqual([{ destination_class: 'international' }]);
  await app.query('delete from live_calls');
  expect(await dial('011442079460999')).toMatchObject({ kind: 'connect', facts: { destination: 'domestic' } });
  expect(await pins()).toEqual([{ number: '+442079460999', class: 'domestic', included: true }]);
});

test('where a rate names none, the number itself says it', async () => {
  expect(await dial('2125559999')).toMatchObject({ kind: 'connect', facts: { destination: 'domestic' } });
  expect(await pins()).toEqual([{ number: '+12125559999', class: 'domestic', included: true }]);
});

test('a class of the table that the tenant may not call closes the number', async () => {
  expect(await dial('2135550123')).toMatchObject({ kind: 'refuse', reason: 'not_permitted' });
  expect(await app.query('select reason, destination_class from calls')).toEqual([
    { reason: 'not_permitted', destination_class: 'premium' },
  ]);
  expect(await app.query('select number from live_legs')).toEqual([]);
  await permit('{domestic,premium}');
  expect(await dial('2135550123')).toMatchObject({ kind: 'connect', facts: { destination: 'premium' } });
});

test('a class of the table opens no number', async () => {
  await permit('{domestic}');
  expect(await dial('011442079460999')).toMatchObject({ kind: 'refuse', reason: 'not_permitted' });
});

test('a member of a group that the table closes doesn’t ring, and the others do', async () => {
  const group = async (number: string, members: string[]): Promise<string> => {
    const { body } = await admin('POST', `${shop.path}/groups`, {
      number,
      name: 'Sales',
      strategy: 'all',
      members: members.map((member) => ({ kind: 'external', number: member })),
      fallback: { kind: 'extension', id: shop.extensionId('102') },
    });
    return body.id;
  };
  const incoming = async (groupId: string) => {
    await app.query(`update dids set routing_kind = 'group', routing_target_id = $1`, [groupId]);
    return admit(app.db, 'node', carrierArrival(OWN, { channel: newId() }));
  };
  expect(await incoming(await group('640', ['+12135550123', '+12125559999']))).toMatchObject({
    kind: 'connect',
    attempts: [{ targets: [{ number: '+12125559999' }] }],
    usesLine: true,
  });
  const fallback = await incoming(await group('641', ['+12135550123']));
  expect(fallback).toMatchObject({ attempts: [{ targets: [{ kind: 'contact', extension: { number: '102' } }] }] });
  expect(fallback).not.toHaveProperty('usesLine');
});

test('fraud rules go by the class of the table', async () => {
  await block('internationalMinutesPerDay');
  expect(await dial('4155550123')).toMatchObject({ kind: 'refuse', reason: 'fraud_rule' });
  expect(await dial('2125559999')).toMatchObject({ kind: 'connect' });
  // expensive by its number, and domestic by its rate
  expect(await dial('011442079460999')).toMatchObject({ kind: 'connect' });
});

test.each(['911', '933', '988', '18005550123', '211', '102'])(
  '%s is reached, whatever a table says',
  async (dialled) => {
    expect(await dial(dialled)).toMatchObject({ kind: 'connect' });
    expect(await pins()).toEqual([]);
  },
);
