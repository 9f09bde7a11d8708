import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Carrier } from '../../sip/carrier.ts';
import type { Phone } from '../../sip/phone.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

// A fraud rule on real calls: 60 minutes a day to expensive numbers, then a block.

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let carrier: Carrier;
let counter: Phone;
let kitchen: Phone;
let resources: AsyncDisposableStack;
const ABROAD = '011442079460999';
const RULES = { spendPerHour: null, internationalMinutesPerDay: { minutes: 60, action: 'block' }, callsAtOnce: null };

beforeAll(async () => {
  resources = new AsyncDisposableStack();
  fixture = resources.use(await openCallControlFixture());
  carrier = resources.use(await fixture.addCarrier('carrier'));
  shop = await fixture.addTenant('bakery', ['101', '102']);
  await shop.addNumber('+12125550101', '101');
  counter = resources.use(await shop.openPhone('101'));
  kitchen = resources.use(await shop.openPhone('102'));
  await fixture.app.query(`update outbound_permissions set classes = '{tollFree,domestic,international}'`);
  expect((await fixture.ask('PUT', `${shop.path}/fraud-rules`, RULES)).status).toBe(200);
});
afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
});
afterAll(() => resources?.disposeAsync());

const records = () =>
  fixture.app.query<{ outcome: string; reason: string | null; path: unknown }>(
    'select outcome, reason, path from calls order by admitted_at',
  );
const isAnswered = async () =>
  (await fixture.app.query('select from live_calls where answered_at is not null')).length === 1;

test('when a call trips a fraud rule, the next international call hears the refusal, and the history gives the reason', async () => {
  const outside = carrier.listen({ deadlineMs: 60_000 });
  const first = counter.call(ABROAD, { deadlineMs: 60_000 });
  expect((await outside.nextCall()).dialled).toBe('+442079460999');
  await first.answered;
  await until('the answer is stored', isAnswered);
  await fixture.app.query(`update live_calls set answered_at = now() - interval '61 minutes'`);

  expect(await kitchen.call(ABROAD).ended).toMatchObject({ finalStatus: 403, answered: false, earlyMedia: true });
  expect(await records()).toMatchObject([
    {
      outcome: 'refused',
      reason: 'fraud_rule',
      path: [{ event: 'blocked', number: '+442079460999', rule: 'internationalMinutesPerDay' }],
    },
  ]);
  // calls in progress continue
  expect(await fixture.app.query('select from live_calls')).toHaveLength(1);
  await first.hangUp();
});

test('a block leaves 911 and domestic calls alone, and lifting it allows international calls again', async () => {
  for (const dialled of ['911', '2125559999']) {
    const outside = carrier.listen();
    const call = counter.call(dialled);
    expect((await outside.nextCall()).dialled).toBe(dialled === '911' ? '911' : '+12125559999');
    await call.answered;
    await call.hangUp();
  }
  const { body } = await fixture.ask('GET', `${shop.path}/fraud-trips`);
  expect(body.items).toMatchObject([{ rule: 'internationalMinutesPerDay', action: 'block', liftedAt: null }]);
  await fixture.ask('POST', `${shop.path}/fraud-trips/${body.items[0].id}/lift`);
  const outside = carrier.listen();
  const call = counter.call(ABROAD);
  await outside.nextCall();
  await call.answered;
  await call.hangUp();
});
