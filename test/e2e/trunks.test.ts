import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Carrier } from '../sip/carrier.ts';
import type { Refusal } from '../sip/line.ts';
import type { Phone } from '../sip/phone.ts';
import { quietCarrier } from '../sip/quiet-carrier.ts';
import { type Exchange, openExchange, type Shop } from './exchange.ts';
import { until } from './until.ts';

/** What is promised: from the call to the second carrier's answer while the first is silent. */
const FAILOVER_MS = 4000;
const OUTSIDE = '+13015550177';

let exchange: Exchange;
let bakery: Shop;
let ada: Phone;
/** Answers whatever the trunks before it do not. */
let world: Carrier;

beforeAll(async () => {
  exchange = await openExchange();
  world = await exchange.carrier('world', { priority: 500 });
  bakery = await exchange.shop('bakery', ['101']);
  await bakery.number('+12125550101', '101');
  ada = await bakery.phone('101');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(exchange.control.output());
  await exchange.app.query("delete from trunks where name <> 'world'");
});
afterAll(async () => {
  for (const each of [ada, world, exchange]) await each?.[Symbol.asyncDispose]();
});

type State = { reachable: boolean | null; round_trip_ms: number | null };
const stateOf = async (name: string): Promise<State | undefined> =>
  (
    await exchange.app.query<State>(
      'select s.reachable, s.round_trip_ms from trunk_states s join trunks t on t.id = s.trunk_id where t.name = $1',
      [name],
    )
  )[0];
const untilState = (name: string, reachable: boolean) =>
  until(`${name} to be seen ${reachable}`, async () => (await stateOf(name))?.reachable === reachable, 20_000);

/** A call that the world answers in the end; from the call to the answer. */
async function reachWorld(number: string): Promise<{ setupMs: number }> {
  const atWorld = world.listen({ tone: 1000 });
  const call = ada.call(number, { tone: 440 });
  const taken = await atWorld.nextCall(40_000);
  await Promise.all([call.hears(1000), taken.hears(440)]);
  const { setupMs, answered } = await call.hangUp();
  expect(answered).toBe(true);
  return { setupMs };
}

describe.each(['911', OUTSIDE])('a call to %s', (number) => {
  test.each<Refusal>([302, 401, 407, 503, 504])('goes on with the next trunk after %i', async (status) => {
    await using first = await exchange.carrier('first');
    await untilState('first', true);
    const atFirst = first.listen({ rejectWith: status });
    await reachWorld(number);
    expect(atFirst.calls).toHaveLength(1);
    // the trunk failed a moment ago: it comes last
    const again = first.listen({ rejectWith: status });
    await reachWorld(number);
    expect(again.calls).toHaveLength(0);
  });

  test('is with the next trunk in seconds when the first went silent a moment ago', async () => {
    await using first = await quietCarrier();
    await exchange.trunk('first', first.port);
    await untilState('first', true);
    first.fallSilent();
    const { setupMs } = await reachWorld(number);
    expect(first.calls.size).toBe(1);
    expect(setupMs).toBeLessThan(FAILOVER_MS);
    await untilState('first', false);
    await reachWorld(number);
    expect(first.calls.size).toBe(1);
  });

  test('is with the next trunk in seconds when the port of the first is closed', async () => {
    await using first = await quietCarrier();
    await exchange.trunk('first', first.port);
    await untilState('first', true);
    await first.close();
    const { setupMs } = await reachWorld(number);
    expect(setupMs).toBeLessThan(FAILOVER_MS);
    await untilState('first', false);
  });
});

test('what the callee said ends an ordinary call, and another trunk is tried for 911', async () => {
  await using first = await exchange.carrier('first');
  await untilState('first', true);
  for (const status of [486, 603, 404] as const) {
    const atWorld = world.listen();
    first.listen({ rejectWith: status });
    expect((await ada.call(OUTSIDE).ended).answered).toBe(false);
    expect(atWorld.calls).toHaveLength(0);
  }
  first.listen({ rejectWith: 404 });
  await reachWorld('911');
});

test('a slow carrier is not given up while it answers when it is asked', async () => {
  await using first = await quietCarrier({ busyAfterMs: 6000 });
  await exchange.trunk('first', first.port);
  await untilState('first', true);
  const atWorld = world.listen();
  expect(await ada.call(OUTSIDE).ended).toMatchObject({ finalStatus: 486 });
  expect(atWorld.calls).toHaveLength(0);
});

test('911 is tried by trunks that are all thought to be gone', async () => {
  await using only = await quietCarrier();
  await exchange.trunk('only', only.port);
  await untilState('only', true);
  only.fallSilent();
  await untilState('only', false);
  await exchange.app.query("update trunks set enabled = false where name = 'world'");
  const call = ada.call('911');
  await until('the INVITE', () => only.calls.size > 0);
  expect((await call.hangUp()).answered).toBe(false);
  await exchange.app.query("update trunks set enabled = true where name = 'world'");
});
