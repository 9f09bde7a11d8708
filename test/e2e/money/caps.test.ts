import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { limitTasks } from '../../../src/limits/jobs.ts';
import { runWorker } from '../../../src/platform/db/jobs/jobs.ts';
import { fromMicros } from '../../../src/platform/values/money.ts';
import { billTenant, rateTable } from '../../billed.ts';
import type { Carrier } from '../../sip/carrier.ts';
import type { Phone } from '../../sip/phone.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

// Caps on real calls: 0.60 a minute, charged by six seconds.

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let carrier: Carrier;
let counter: Phone;
let kitchen: Phone;
let resources: AsyncDisposableStack;
const OUTSIDE = '+12125559999';
const INCREMENT = 60_000;

beforeAll(async () => {
  resources = new AsyncDisposableStack();
  fixture = resources.use(await openCallControlFixture());
  carrier = resources.use(await fixture.addCarrier('carrier'));
  shop = await fixture.addTenant('bakery', ['101', '102']);
  await shop.addNumber('+12125550101', '101');
  counter = resources.use(await shop.openPhone('101'));
  kitchen = resources.use(await shop.openPhone('102'));
  const [{ partner_id: partnerId } = { partner_id: '' }] = await fixture.app.query<{ partner_id: string }>(
    'select partner_id from tenants where id = $1',
    [shop.id],
  );
  const outboundRates = await rateTable(fixture.app, partnerId, {
    '1': { perMinuteMicros: 600_000, initialSeconds: 6, incrementSeconds: 6 },
  });
  await billTenant(fixture.app, { tenantId: shop.id, terms: { outboundRates } });
});
beforeEach(async () => {
  await fixture.callsToEnd();
  await fixture.app.query('delete from calls');
});
afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
});
afterAll(() => resources?.disposeAsync());

const leaveRoomFor = (increments: number) =>
  fixture.app.query(
    `update tenant_limits l set currency = 'USD', monthly_spend_micros = $2
       + coalesce((select sum(spent_micros) from billing_cycles c where c.tenant_id = l.tenant_id), 0) where tenant_id = $1`,
    [shop.id, increments * INCREMENT],
  );
const records = () =>
  fixture.app.query<{ outcome: string; reason: string | null; ended_by: string; to_number: string }>(
    'select outcome, reason, ended_by, to_number from calls order by admitted_at',
  );
const reserved = async () =>
  (await fixture.app.query<{ sum: string }>('select coalesce(sum(reserved_micros), 0) as sum from billing_cycles'))[0]
    ?.sum;
const charges = () =>
  fixture.app.query<{ charged_seconds: number; charge_micros: string }>(
    'select charged_seconds, charge_micros from call_charges order by rated_at desc limit 1',
  );

test('a call under a cap of two increments ends at the last paid second, gives the reason, and is charged what it had reserved', async () => {
  await leaveRoomFor(2);
  const outside = carrier.listen({ deadlineMs: 60_000 });
  const call = counter.call(OUTSIDE, { deadlineMs: 60_000 });
  const there = await outside.nextCall();
  await call.answered;
  expect(Number(await reserved())).toBe(INCREMENT);
  const { durationMs } = await there.ended;
  expect(durationMs).toBeGreaterThan(11_500);
  // the next increment would end at 18 s
  expect(durationMs).toBeLessThan(17_500);
  await call.hears('sound');
  await call.ended;
  await until('the record', async () => (await records()).length === 1);
  expect(await records()).toMatchObject([{ outcome: 'answered', reason: 'spend_cap', ended_by: 'system' }]);
  expect(await charges()).toEqual([{ charged_seconds: 12, charge_micros: String(2 * INCREMENT) }]);
  expect(Number(await reserved())).toBe(0);
});

test('two calls near a cap never exceed it together, and the call that would is refused before it rings', async () => {
  await leaveRoomFor(3);
  carrier.listen({ deadlineMs: 60_000 });
  const [first, second] = [counter, kitchen].map((phone) => phone.call(OUTSIDE, { deadlineMs: 60_000 }));
  await Promise.all([first?.answered, second?.answered]);
  await until('all is reserved', async () => Number(await reserved()) === 3 * INCREMENT);
  await Promise.all([first?.ended, second?.ended]);
  await until('both records', async () => (await records()).length === 2);
  expect((await records()).map(({ reason }) => reason)).toEqual(['spend_cap', 'spend_cap']);
  expect(Number(await reserved())).toBe(0);
  expect(await counter.call(OUTSIDE).ended).toMatchObject({ finalStatus: 403, answered: false, earlyMedia: true });
});

test('911 is connected at the cap, and continues', async () => {
  await leaveRoomFor(0);
  const outside = carrier.listen();
  const call = counter.call('911');
  expect((await outside.nextCall()).dialled).toBe('911');
  await call.answered;
  await call.hangUp();
});

test('a tenant whose spend cap ends a call is suspended by it, and serves again once the cap is raised', async () => {
  await using cleanUp = new AsyncDisposableStack();
  const { app, ask } = fixture;
  const options = { databaseUrl: app.database.urls.worker, config: app.config, log: pino({ level: 'silent' }) };
  const worker = await runWorker({ ...options, tasks: limitTasks });
  cleanUp.defer(() => worker.stop());
  const save = async (change: object) => {
    const { body: limits } = await ask('GET', `${shop.path}/limits`);
    const saved = await ask('PUT', `${shop.path}/limits`, { ...limits, ...change });
    expect(saved.status).toBe(200);
  };
  const spend = async (increments: number) => {
    const [cycle] = await app.query<{ spent: string }>('select spent_micros as spent from billing_cycles where tenant_id = $1', [shop.id]); // prettier-ignore
    return { amount: fromMicros(BigInt(cycle?.spent ?? 0) + BigInt(increments * INCREMENT)), currency: 'USD' };
  };
  const status = async () => {
    const { body } = await ask('GET', shop.path);
    return [body.status, ...body.suspensionReasons];
  };
  cleanUp.defer(() => save({ autoSuspend: false }));
  await save({ monthlySpend: await spend(1), autoSuspend: true });

  const outside = carrier.listen({ deadlineMs: 60_000 });
  const call = counter.call(OUTSIDE, { deadlineMs: 60_000 });
  const there = await outside.nextCall();
  await call.answered;
  // the tone, and after the end the announcement
  await call.hears('sound');
  await there.ended;
  await call.hears('sound');
  await call.ended;
  await until('the suspension', async () => (await status()).join() === 'SUSPENDED,spend_cap');
  expect(await records()).toMatchObject([{ outcome: 'answered', reason: 'spend_cap', ended_by: 'system' }]);
  expect(await charges()).toEqual([{ charged_seconds: 6, charge_micros: String(INCREMENT) }]);

  // all of its calls are refused now, not only those that cost money
  for (const dialled of [OUTSIDE, '102']) expect(await counter.call(dialled).ended).toMatchObject({ answered: false });
  expect((await records()).slice(1)).toMatchObject([{ reason: 'suspended' }, { reason: 'suspended' }]);

  await save({ monthlySpend: await spend(10) });
  await until('the tenant serves again', async () => (await status()).join() === 'ACTIVE');
  carrier.listen();
  const next = counter.call(OUTSIDE);
  await next.answered;
  await next.hangUp();
});

test('killing call control leaves no reservation behind', async () => {
  await leaveRoomFor(20);
  carrier.listen({ deadlineMs: 60_000 });
  const call = counter.call(OUTSIDE, { deadlineMs: 60_000 });
  await call.answered;
  expect(Number(await reserved())).toBeGreaterThan(0);
  await fixture.control.kill('SIGKILL');
  await call.hangUp();
  await fixture.control.start();
  await until('the reservation is freed', async () => Number(await reserved()) === 0);
  expect(await fixture.app.query('select from live_legs')).toEqual([]);
});
