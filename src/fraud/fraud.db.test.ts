import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { phoneArrival } from '../../test/arrivals.ts';
import { billTenant, rateTable } from '../../test/billed.ts';
import { type CallingTenant, callingTenant } from '../../test/calling-tenant.ts';
import { admit } from '../calls/admission/admission.ts';
import type { Decision } from '../calls/model/decision.ts';
import { type Db, openDb, openPool } from '../platform/db/db.ts';
import { newId } from '../platform/values/ids.ts';
import { actOnTrip, watchCalls } from './trips.ts';

let app: TestApp;
let tenant: CallingTenant;
let worker: Db;
let closeWorker: () => Promise<void>;
const ABROAD = '011442079460999';
const HOME = '2125559999';

beforeAll(async () => {
  app = await createTestApp();
  tenant = await callingTenant(app, { number: '+12125550101', extensions: ['101', '102'] });
  const outboundRates = await rateTable(app, tenant.partnerId, {
    '1': { perMinuteMicros: 600_000 },
    '44': { perMinuteMicros: 600_000 },
  });
  await app.query(
    `update outbound_permissions set classes = '{tollFree,domestic,international}', max_concurrent = 500, max_concurrent_per_extension = 500`,
  );
  await billTenant(app, { tenantId: tenant.shop.id, terms: { outboundRates } });
  await tenant.register('101', 6000);
  await tenant.register('102', 6000);
  const pool = openPool(app.database.urls.worker, 'fraud');
  worker = openDb(pool);
  closeWorker = () => pool.end();
});
afterAll(async () => {
  await closeWorker();
  await app.close();
});
beforeEach(async () => {
  for (const table of ['fraud_trips', 'live_calls', 'calls', 'call_charges', 'mails'])
    await app.query(`delete from ${table}`);
  await app.query('delete from graphile_worker._private_jobs');
  await setRules({});
});

const rulesPath = () => `${tenant.shop.path}/fraud-rules`;
const NO_RULES = { spendPerHour: null, internationalMinutesPerDay: null, callsAtOnce: null };
async function setRules(rules: object): Promise<void> {
  const saved = await tenant.admin('PUT', rulesPath(), { ...NO_RULES, ...rules });
  expect(saved.status).toBe(200);
}
const dial = (dialled: string): Promise<Decision> =>
  admit(app.db, 'node', phoneArrival(dialled, { tenantId: tenant.shop.id, channel: newId() }));
const outcomeOf = (decision: Decision) => (decision.kind === 'refuse' ? decision.reason : decision.kind);
const trips = async (): Promise<
  { id: string; rule: string; action: string; used: string; limit: string; liftedAt: string | null }[]
> => (await tenant.admin('GET', `${tenant.shop.path}/fraud-trips`)).body.items;
/** A finished international or domestic call. */
async function ended({ minutes = 1, endedMinutesAgo = 1, micros = 0, abroad = true }): Promise<void> {
  const [id, destination] = [newId(), abroad ? 'international' : 'domestic'];
  const ends = [
    `now() - interval '${endedMinutesAgo + minutes} minutes'`,
    `now() - interval '${endedMinutesAgo} minutes'`,
  ];
  await app.query(
    `insert into calls (id, tenant_id, direction, emergency, cause, from_number, to_number, destination_class, admitted_at, answered_at, ended_at)
     values ($1, $2, 'outbound', false, 16, '101', '+442079460999', $3, ${ends[0]}, ${ends[0]}, ${ends[1]})`,
    [id, tenant.shop.id, destination],
  );
  await app.query(
    `insert into call_charges (call_id, leg, partner_id, tenant_id, cycle_id, state, number, charge_class, currency, billable_seconds, charge_micros, answered_at, ended_at)
     values ($1, 1, $2, $3, gen_random_uuid(), 'rated', '+44', $4, 'USD', 60, $5, ${ends[0]}, ${ends[1]})`,
    [id, tenant.partnerId, tenant.shop.id, destination, micros],
  );
}
const actOnAll = async () => {
  for (const { id } of await trips()) await actOnTrip(worker, tenant.shop.id, id);
};
const mails = () =>
  app.query<{ subject: string; body: string }>(`select subject, body from mails where subject like '%fraud%'`);
const answerAll = (minutesAgo: number) =>
  app.query(
    `with legs as (update live_legs set answered_at = now() - $1 * interval '1 minute')
    update live_calls set answered_at = now() - $1 * interval '1 minute'`,
    [minutesAgo],
  );

describe('minutes to expensive numbers', () => {
  const block = { internationalMinutesPerDay: { minutes: 60, action: 'block' } };

  test('block only such calls, from the first call after the minutes are used up', async () => {
    await setRules(block);
    await ended({ minutes: 59 });
    expect(outcomeOf(await dial(ABROAD))).toBe('connect');
    await app.query('delete from live_calls');
    await ended({ minutes: 1 });
    expect(outcomeOf(await dial(ABROAD))).toBe('fraud_rule');
    expect(outcomeOf(await dial(ABROAD))).toBe('fraud_rule');
    for (const other of [HOME, '102', '8005550123', '911', '988'])
      expect([other, outcomeOf(await dial(other))]).toEqual([other, 'connect']);
    expect(await trips()).toMatchObject([
      { rule: 'internationalMinutesPerDay', action: 'block', used: '60', limit: '60', liftedAt: null },
    ]);
    const refused = await app.query<{ path: unknown }>(`select path from calls where reason = 'fraud_rule' limit 1`);
    expect(refused).toMatchObject([
      { path: [{ event: 'blocked', number: '+442079460999', rule: 'internationalMinutesPerDay' }] },
    ]);
  });

  test('count over 24 hours, including partial calls', async () => {
    await setRules(block);
    await ended({ minutes: 600, endedMinutesAgo: 24 * 60 + 1 });
    await ended({ minutes: 120, endedMinutesAgo: 24 * 60 - 59 });
    expect(outcomeOf(await dial(ABROAD))).toBe('connect');
    await ended({ minutes: 2 });
    expect(outcomeOf(await dial(ABROAD))).toBe('fraud_rule');
  });

  test('include calls in progress, and are checked during them', async () => {
    await setRules(block);
    await dial(ABROAD);
    await dial(HOME);
    await answerAll(61);
    await watchCalls(worker, new Date());
    expect(await trips()).toMatchObject([{ rule: 'internationalMinutesPerDay', used: '61' }]);
    expect(outcomeOf(await dial(ABROAD))).toBe('fraud_rule');
  });

  test('are allowed again when the partner lifts the block, and count from zero', async () => {
    await setRules(block);
    await ended({ minutes: 61 });
    await dial(ABROAD);
    const [{ id } = { id: '' }] = await trips();
    const lift = () => tenant.admin('POST', `${tenant.shop.path}/fraud-trips/${id}/lift`);
    expect((await lift()).body).toMatchObject({ id, liftedAt: expect.any(String) });
    expect((await lift()).body.code).toBe('not_blocking');
    expect(outcomeOf(await dial(ABROAD))).toBe('connect');
    await answerAll(0);
    await app.query(`update fraud_trips set tripped_at = now() - interval '70 minutes'`);
    await answerAll(61);
    expect(outcomeOf(await dial(ABROAD))).toBe('fraud_rule');
    expect(await trips()).toHaveLength(2);
    const events = await app.query<{ action: string; actor_role: string }>(
      `select action, actor_role from audit_events where target_id = $1 order by at`,
      [id],
    );
    expect(events).toEqual([
      { action: 'fraud_rule.tripped', actor_role: 'system' },
      { action: 'fraud_rule.lifted', actor_role: 'partner_admin' },
    ]);
  });
});

describe('spend within an hour', () => {
  test('only alerts, once an hour, if its action is “alert”', async () => {
    await setRules({ spendPerHour: { amount: '5.00', currency: 'USD', action: 'alert' } });
    await ended({ micros: 4_999_999, abroad: false });
    await dial(HOME);
    expect(await trips()).toEqual([]);
    await ended({ micros: 1, abroad: false });
    for (let n = 0; n < 3; n++) expect(outcomeOf(await dial(HOME))).toBe('connect');
    expect(await trips()).toMatchObject([{ rule: 'spendPerHour', action: 'alert', used: '5.00', currency: 'USD' }]);
    await actOnAll();
    await actOnAll();
    expect(await mails()).toMatchObject([
      { subject: 'Calls from bakery look like fraud', body: expect.stringContaining('5.00 USD') },
    ]);
    await app.query(`update fraud_trips set tripped_at = now() - interval '61 minutes'`);
    await dial(HOME);
    expect(await trips()).toHaveLength(2);
  });

  test('counts the current charge of calls in progress, and nothing before the hour', async () => {
    await setRules({ spendPerHour: { amount: '6.00', currency: 'USD', action: 'block' } });
    await ended({ micros: 50_000_000, minutes: 30, endedMinutesAgo: 61 });
    await dial(HOME);
    await answerAll(9);
    expect(outcomeOf(await dial(HOME))).toBe('connect');
    await answerAll(10);
    expect(outcomeOf(await dial(HOME))).toBe('fraud_rule');
    expect(outcomeOf(await dial('8005550123'))).toBe('connect');
    expect(outcomeOf(await dial('911'))).toBe('connect');
  });

  test('in another currency is not counted', async () => {
    await setRules({ spendPerHour: { amount: '1.00', currency: 'USD', action: 'block' } });
    await ended({ micros: 50_000_000 });
    await app.query("update call_charges set currency = 'EUR'");
    expect(outcomeOf(await dial(HOME))).toBe('connect');
  });
});

describe('calls at once', () => {
  test('suspend the tenant with the reason fraud, and it can be reactivated', async () => {
    await setRules({ callsAtOnce: { calls: 3, action: 'suspend' } });
    const decisions = await Promise.all(Array.from({ length: 10 }, () => dial(HOME)));
    expect(decisions.filter((one) => outcomeOf(one) === 'connect')).toHaveLength(3);
    expect(await trips()).toMatchObject([{ rule: 'callsAtOnce', action: 'suspend', used: '4', limit: '3' }]);
    await actOnAll();
    const shown = async () => (await tenant.admin('GET', tenant.shop.path)).body;
    expect(await shown()).toMatchObject({ status: 'SUSPENDED', suspensionReasons: ['fraud'] });
    expect(outcomeOf(await dial('911'))).toBe('connect');
    expect(await mails()).toHaveLength(1);
    await app.query('delete from live_calls');
    await tenant.admin('POST', `${tenant.shop.path}/reactivate`, {});
    expect(outcomeOf(await dial(HOME))).toBe('connect');
  });

  test('ignore calls within the tenant', async () => {
    await setRules({ callsAtOnce: { calls: 1, action: 'block' } });
    for (let n = 0; n < 3; n++) expect(outcomeOf(await dial('102'))).toBe('connect');
    expect(await trips()).toEqual([]);
  });
});

test('a group still rings its internal members when outside numbers are blocked', async () => {
  await setRules({ internationalMinutesPerDay: { minutes: 1, action: 'block' } });
  await ended({ minutes: 1 });
  const { body: group } = await tenant.admin('POST', `${tenant.shop.path}/groups`, {
    number: '609',
    name: 'All',
    strategy: 'all',
    members: [
      { kind: 'external', number: '+442079460958' },
      { kind: 'extension', id: tenant.shop.extensionId('102') },
    ],
    fallback: { kind: 'none' },
  });
  expect(group.number).toBe('609');
  expect(await dial('609')).toMatchObject({ kind: 'connect', attempts: [{ targets: [{ kind: 'contact' }] }] });
});

test('a new tenant gets the rules of the tenant defaults', async () => {
  const defaults = (await tenant.admin('GET', '/tenant-defaults')).body;
  const fraudRules = { ...NO_RULES, callsAtOnce: { calls: 2, action: 'block' } };
  await tenant.admin('PUT', '/tenant-defaults', { ...defaults, fraudRules });
  const { body } = await tenant.admin('POST', '/tenants', { name: 'New', sipPrefix: 'newer' });
  const {
    version: _version,
    currencies: _currencies,
    ...rules
  } = (await tenant.admin('GET', `/tenants/${body.id}/fraud-rules`)).body;
  expect(rules).toEqual(fraudRules);
});

test('the partner’s home page and list show which tenants have calls blocked', async () => {
  await setRules({ internationalMinutesPerDay: { minutes: 1, action: 'block' } });
  await ended({ minutes: 1 });
  await dial(ABROAD);
  const { fraudTrips } = (await tenant.admin('GET', '/partner/summary')).body;
  expect(fraudTrips).toMatchObject([{ id: tenant.shop.id, rule: 'internationalMinutesPerDay', action: 'block' }]);
  const { items } = (await tenant.admin('GET', '/limits')).body;
  expect(items.find((item: { tenantId: string }) => item.tenantId === tenant.shop.id)).toMatchObject({
    fraudBlocks: ['internationalMinutesPerDay'],
  });
});
