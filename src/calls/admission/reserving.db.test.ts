import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { carrierArrival, phoneArrival } from '../../../test/arrivals.ts';
import { billTenant, rateTable } from '../../../test/billed.ts';
import { callingTenant } from '../../../test/calling-tenant.ts';
import type { TestTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';
import type { Decision } from '../model/decision.ts';
import { endLostCalls } from '../records/call-records.ts';
import { admit } from './admission.ts';
import { extendLeg } from './extending.ts';

let app: TestApp;
let shop: TestTenant;
const OWN = '+12125550101';
const MINUTES = { initialSeconds: 60, incrementSeconds: 60 };

beforeAll(async () => {
  app = await createTestApp();
  const tenant = await callingTenant(app, { number: OWN, extensions: ['101', '102'] });
  const { partnerId } = tenant;
  ({ shop } = tenant);
  const outbound = await rateTable(app, partnerId, {
    '1': { perMinuteMicros: 60_000, ...MINUTES },
    '44': { perMinuteMicros: 60_000, setupMicros: 5000, minimumMicros: 100_000, ...MINUTES },
    '49': { perMinuteMicros: 60_000 },
  });
  const inbound = await rateTable(app, partnerId, { '1': { perMinuteMicros: 60_000, ...MINUTES } });
  await app.query(
    `update outbound_permissions set classes = '{tollFree,domestic,international}', max_concurrent = 5000, max_concurrent_per_extension = 5000`,
  );
  await billTenant(app, {
    tenantId: shop.id,
    terms: { outboundRates: outbound, inboundRates: inbound, includedClasses: ['domestic'], includedMinutes: 0 },
  });
  await tenant.register('101', 6000);
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.query('delete from live_calls');
  await app.query('delete from calls');
  await app.query('delete from billing_cycles');
  await setCaps(null, null);
});

const setCaps = (spendMicros: number | null, minutes: number | null) =>
  app.query(
    `update tenant_limits set monthly_spend_micros = $2, currency = case when $2::bigint is null then null else 'USD' end, max_monthly_minutes = $3 where tenant_id = $1`,
    [shop.id, spendMicros, minutes],
  );
/** On a busy machine, many calls at once may take longer than a caller would wait. */
const TIMEOUT_MS = 60_000;
const dial = (dialled: string): Promise<Decision> =>
  admit(app.db, 'node', phoneArrival(dialled, { tenantId: shop.id, channel: newId() }), { withinMs: TIMEOUT_MS });
const incoming = (): Promise<Decision> =>
  admit(app.db, 'node', carrierArrival(OWN, { channel: newId() }), { withinMs: TIMEOUT_MS });
const reasonOf = (decision: Decision) => (decision.kind === 'refuse' ? decision.reason : decision.kind);
const reserved = async () =>
  (
    await app.query<{ micros: string; seconds: string; included: string }>(
      'select reserved_micros as micros, reserved_seconds as seconds, reserved_included_seconds as included from billing_cycles',
    )
  ).map(({ micros, seconds, included }) => [Number(micros), Number(seconds), Number(included)])[0];
const legs = () =>
  app.query<{ call_id: string; granted_seconds: number | null; reserved_micros: string }>(
    'select call_id, granted_seconds, reserved_micros from live_legs',
  );
const answer = (callId: string, secondsAgo: number) =>
  app.query(`update live_legs set answered_at = now() - $2 * interval '1 second' where call_id = $1`, [
    callId,
    secondsAgo,
  ]);
const extend = (callId: string) => extendLeg(app.db, { callId, tenantId: shop.id, leg: 1, since: null }, Date.now());

test('a call is admitted only if its first increment fits, including set-up fee and minimum', async () => {
  await setCaps(99_999, null);
  expect(reasonOf(await dial('011442079460999'))).toBe('spend_cap');
  expect(await app.query('select reason from calls')).toEqual([{ reason: 'spend_cap' }]);
  await setCaps(100_000, null);
  expect(reasonOf(await dial('011442079460999'))).toBe('connect');
  expect(await reserved()).toEqual([100_000, 60, 0]);
});

test('a minutes cap refuses by the seconds of an increment', async () => {
  await setCaps(null, 1);
  expect(reasonOf(await dial('2125559999'))).toBe('connect');
  expect(reasonOf(await dial('2125559999'))).toBe('minutes_cap');
});

test('without a cap, nothing is reserved and no cycle is locked', async () => {
  expect(reasonOf(await dial('2125559999'))).toBe('connect');
  expect(await legs()).toMatchObject([{ granted_seconds: null, reserved_micros: '0' }]);
});

test('an inbound call that does not fit is refused before it is answered', async () => {
  await setCaps(0, null);
  expect(reasonOf(await incoming())).toBe('spend_cap');
  await setCaps(60_000, null);
  expect(reasonOf(await incoming())).toBe('connect');
});

test('emergency, internal and freephone calls pass at a cap of 0', async () => {
  await setCaps(0, 0);
  expect(reasonOf(await dial('2125559999'))).toBe('spend_cap');
  expect(reasonOf(await dial('911'))).toBe('connect');
  expect(reasonOf(await dial('8005550199'))).toBe('connect');
});

test('only as many simultaneous calls are admitted as fit within the cap', async () => {
  await setCaps(7 * 60_000 + 59_999, null);
  const decisions = await Promise.all(
    Array.from({ length: 16 }, (_, n) => (n % 2 === 0 ? dial('2125559999') : incoming())),
  );
  expect(decisions.filter(({ kind }) => kind === 'connect')).toHaveLength(7);
  expect(decisions.filter((one) => reasonOf(one) === 'spend_cap')).toHaveLength(9);
  expect(await reserved()).toEqual([7 * 60_000, 7 * 60, 0]);
});

test('a live call reserves step by step, by the second near the cap, and never beyond it', async () => {
  await setCaps(35_000, null);
  await dial('011493012345678');
  const [leg] = await legs();
  const { call_id: callId } = leg!;
  expect(leg).toMatchObject({ granted_seconds: 30, reserved_micros: '30000' });
  await answer(callId, 0);
  for (const seconds of [31, 32, 33, 34, 35]) {
    expect(await extend(callId)).toMatchObject({ kind: 'granted' });
    expect(await legs()).toMatchObject([{ granted_seconds: seconds }]);
  }
  expect(await extend(callId)).toMatchObject({ kind: 'refused', by: 'spend_cap' });
  expect(await reserved()).toEqual([35_000, 35, 0]);
  await setCaps(95_000, null);
  expect(await extend(callId)).toMatchObject({ kind: 'granted' });
  expect(await reserved()).toEqual([65_000, 65, 0]);
});

test('a cap that is set during a call counts what the call has used so far', async () => {
  await dial('011493012345678');
  const { call_id: callId } = (await legs())[0]!;
  await answer(callId, 100);
  expect(await extend(callId)).toEqual({ kind: 'uncapped' });
  await setCaps(50_000, null);
  expect(await extend(callId)).toMatchObject({ kind: 'refused', by: 'spend_cap' });
  const [micros] = (await reserved()) ?? [];
  expect(micros).toBeGreaterThanOrEqual(100_000);
  expect(reasonOf(await dial('2125559999'))).toBe('spend_cap');
});

test('a cap that is removed during a call leaves no reservation, which would limit its charge', async () => {
  await setCaps(1_000_000, null);
  await dial('011493012345678');
  const { call_id: callId } = (await legs())[0]!;
  await answer(callId, 20);
  await setCaps(null, null);
  expect(await extend(callId)).toEqual({ kind: 'uncapped' });
  expect(await legs()).toMatchObject([{ granted_seconds: null, reserved_micros: '0' }]);
  expect(await reserved()).toEqual([0, 0, 0]);
});

test('a reservation ends with its call, even if a crash left the call behind', async () => {
  await setCaps(1_000_000, null);
  for (const number of ['2125559999', '011442079460999', '011493012345678']) await dial(number);
  expect(await reserved()).toEqual([190_000, 150, 0]);
  await endLostCalls(app.db, 'node', () => false, new Date(Date.now() + 60_000));
  expect(await legs()).toEqual([]);
  expect(await reserved()).toEqual([0, 0, 0]);
});
