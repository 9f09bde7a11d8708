import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../../test/app.ts';
import { carrierArrival, phoneArrival } from '../../../test/arrivals.ts';
import { billTenant, rateTable } from '../../../test/billed.ts';
import { callEnd } from '../../../test/call-facts.ts';
import { callingTenant } from '../../../test/calling-tenant.ts';
import type { TestTenant } from '../../../test/tenants.ts';
import type { Arrival, Connect, Decision } from '../model/decision.ts';
import { endLostCalls, saveEnd, saveProgress } from '../records/call-records.ts';
import { CAUSE } from '../rules.ts';
import { admit } from './admission.ts';

// Calls that arrive again because call control was killed before it dialled them.

const OWN = '+12125550101';
const LATER = new Date(Date.now() + 60_000);

let app: TestApp;
let shop: TestTenant;
let admin: ApiUser['call'];

beforeAll(async () => {
  app = await createTestApp();
  const tenant = await callingTenant(app, { number: OWN, extensions: ['101', '102'] });
  ({ shop, admin } = tenant);
  const outboundRates = await rateTable(app, tenant.partnerId, { '1': { perMinuteMicros: 60_000 } });
  await billTenant(app, { tenantId: shop.id, terms: { outboundRates, includedClasses: [], includedMinutes: 0 } });
  await app.query(`update tenant_limits set monthly_spend_micros = 1000000, currency = 'USD' where tenant_id = $1`, [
    shop.id,
  ]);
  await tenant.register('102', 6000);
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.query('delete from live_calls');
  await app.query('delete from calls');
  await setLines(1);
});

const setLines = (lines: number) =>
  app.query('update outbound_permissions set max_concurrent = $2 where tenant_id = $1', [shop.id, lines]);
const fromPhone = (dialled: string): Arrival => phoneArrival(dialled, { tenantId: shop.id });
const decide = (arrival: Arrival): Promise<Decision> => admit(app.db, 'node', arrival);
const decideAgain = (arrival: Arrival): Promise<Decision> => decide({ ...arrival, foundWaiting: true });
function connected(decision: Decision): Connect {
  if (decision.kind !== 'connect') throw new Error(`not connected: ${JSON.stringify(decision)}`);
  return decision;
}
const liveIds = async () => (await app.query<{ id: string }>('select id from live_calls')).map(({ id }) => id);
const records = () => app.query('select id, reason, cause from calls');
const reserved = async () =>
  (await app.query<{ micros: string }>('select reserved_micros as micros from billing_cycles')).map(({ micros }) =>
    Number(micros),
  );

test.each(['2125559999', '102', '911', '*97'])(
  'a call to %s that was admitted and not dialled is the same call: one live row, one record',
  async (dialled) => {
    const arrival = fromPhone(dialled);
    await decide(arrival);
    const again = await decideAgain(arrival);
    if (again.kind === 'refuse') throw new Error(again.reason);
    expect(again.facts).toMatchObject({ id: arrival.id, admittedAt: arrival.at });
    expect(await liveIds()).toEqual([arrival.id]);
    await saveEnd(app.db, again.facts, callEnd());
    await endLostCalls(app.db, 'node', () => false, LATER);
    expect(await records()).toMatchObject([{ id: arrival.id, cause: 16 }]);
    expect(await liveIds()).toEqual([]);
  },
);

test('it takes one line and reserves the money of one call', async () => {
  const arrival = fromPhone('2125559999');
  connected(await decide(arrival));
  const before = await reserved();
  expect(before[0]).toBeGreaterThan(0);
  connected(await decideAgain(arrival));
  connected(await decideAgain(arrival));
  expect(await reserved()).toEqual(before);
  expect(await decide(fromPhone('2125559998'))).toMatchObject({ kind: 'refuse', reason: 'too_many_calls' });
});

test('its live row has what was decided last', async () => {
  const arrival = fromPhone('102');
  connected(await decide(arrival));
  const forwarding = `${shop.path}/extensions/${shop.extensionId('102')}/forwarding`;
  await admin('PUT', forwarding, { always: { kind: 'external', number: '+12125559999' } });
  connected(await decideAgain(arrival));
  expect(await app.query('select id, uses_line, sent_to from live_calls')).toEqual([
    { id: arrival.id, uses_line: true, sent_to: ['+12125559999'] },
  ]);
  expect(await app.query('select call_id from live_legs')).toEqual([{ call_id: arrival.id }]);
  await admin('PUT', forwarding, { always: null });
});

test('a call that came back by a carrier has not come back once more', async () => {
  await app.query(
    `update dids set routing_kind = 'external', routing_target_id = null, routing_number = '+13105550000' where number = $1`,
    [OWN],
  );
  const arrival = carrierArrival(OWN, { caller: { number: OWN, name: '' } });
  const { facts } = connected(await decide(arrival));
  expect(connected(await decideAgain(arrival)).facts.hops).toBe(facts.hops);
});

test('a refused call is refused again for the same reason, and has one record', async () => {
  await setLines(0);
  const arrival = fromPhone('2125559999');
  await decide(arrival);
  await setLines(1);
  expect(await decideAgain(arrival)).toMatchObject({ kind: 'refuse', reason: 'too_many_calls', record: null });
  expect(await records()).toMatchObject([{ id: arrival.id, reason: 'too_many_calls' }]);
  expect(await liveIds()).toEqual([]);
});

test.each([
  [CAUSE.busy, 'busy'],
  [CAUSE.noAnswer, 'unreachable'],
] as const)('a call that has ended with cause %i is not made again', async (cause, reason) => {
  const arrival = fromPhone('102');
  await saveEnd(app.db, connected(await decide(arrival)).facts, callEnd({ cause }));
  expect(await decideAgain(arrival)).toMatchObject({ kind: 'refuse', reason, record: null });
  expect(await records()).toMatchObject([{ id: arrival.id, cause }]);
  expect(await liveIds()).toEqual([]);
});

test('an emergency call that found no carrier is tried again, and has one record', async () => {
  const arrival = fromPhone('911');
  await app.query('update trunks set enabled = false');
  expect(await decide(arrival)).toMatchObject({ kind: 'refuse', reason: 'no_carrier' });
  await app.query('update trunks set enabled = true');
  const { facts } = connected(await decideAgain(arrival));
  await saveEnd(app.db, facts, callEnd());
  expect(await records()).toMatchObject([{ id: arrival.id, reason: null }]);
});

test('an outside number that answered without pressing 1 stays on the bill', async () => {
  const arrival = fromPhone('2125559999');
  const { facts } = connected(await decide(arrival));
  const legs = (facts.legs ?? []).map((leg) => ({ ...leg, answeredAt: arrival.at, endedAt: arrival.at }));
  await saveProgress(app.db, [{ type: 'saveLegs', facts: { ...facts, legs } }]);
  expect(await decideAgain(arrival)).toMatchObject({ kind: 'refuse', reason: 'unavailable', record: null });
  await endLostCalls(app.db, 'node', () => false, LATER);
  expect(await app.query('select call_id from call_charges')).toEqual([{ call_id: arrival.id }]);
  expect(await records()).toHaveLength(1);
});
