import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Carrier } from '../sip/carrier.ts';
import type { Refusal } from '../sip/line.ts';
import type { SipMessage } from '../sip/message.ts';
import type { Phone } from '../sip/phone.ts';
import { quietCarrier } from '../sip/quiet-carrier.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from './call-control-fixture.ts';
import { until } from '../until.ts';

/** What is promised: from the call to the second carrier's answer while the first is silent. */
const FAILOVER_MS = 4000;
const OUTSIDE = '+13015550177';

let fixture: CallControlFixture;
let bakery: TenantWithPhones;
let ada: Phone;
/** Answers whatever the trunks before it do not. */
let world: Carrier;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  world = await fixture.carrier('world', { priority: 500 });
  bakery = await fixture.tenant('bakery', ['101']);
  await bakery.addNumber('+12125550101', '101');
  ada = await bakery.phone('101');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output());
  await fixture.app.query("delete from trunks where name <> 'world'");
});
afterAll(async () => {
  for (const each of [ada, world, fixture]) await each?.[Symbol.asyncDispose]();
});

type State = { reachable: boolean | null; round_trip_ms: number | null };
const stateOf = async (name: string): Promise<State | undefined> =>
  (
    await fixture.app.query<State>(
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
    await using first = await fixture.carrier('first');
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
    await fixture.trunk('first', first.port);
    await untilState('first', true);
    first.fallSilent();
    const { setupMs } = await reachWorld(number);
    expect(first.calls.size).toBe(1);
    expect(setupMs).toBeLessThan(FAILOVER_MS);
    await untilState('first', false);
    await reachWorld(number);
    expect(first.calls.size).toBe(1);
  });

  test('is with the next trunk in seconds when the first has never answered anything', async () => {
    await using first = await quietCarrier({ silentFromTheStart: true });
    await fixture.trunk('first', first.port);
    await untilState('first', false);
    const { setupMs } = await reachWorld(number);
    expect(first.calls.size).toBe(1);
    expect(setupMs).toBeLessThan(FAILOVER_MS);
    await reachWorld(number);
    expect(first.calls.size).toBe(1);
  });

  test('is with the next trunk in seconds when the port of the first is closed', async () => {
    await using first = await quietCarrier();
    await fixture.trunk('first', first.port);
    await untilState('first', true);
    await first.close();
    const { setupMs } = await reachWorld(number);
    expect(setupMs).toBeLessThan(FAILOVER_MS);
    await untilState('first', false);
  });
});

test('what the callee said ends an ordinary call, and another trunk is tried for 911', async () => {
  await using first = await fixture.carrier('first');
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
  await fixture.trunk('first', first.port);
  await untilState('first', true);
  const atWorld = world.listen();
  expect(await ada.call(OUTSIDE).ended).toMatchObject({ finalStatus: 486 });
  expect(atWorld.calls).toHaveLength(0);
});

test('911 is tried by trunks that are all thought to be gone', async () => {
  await using only = await quietCarrier();
  await fixture.trunk('only', only.port);
  await untilState('only', true);
  only.fallSilent();
  await untilState('only', false);
  await fixture.app.query("update trunks set enabled = false where name = 'world'");
  const call = ada.call('911');
  await until('the INVITE', () => only.calls.size > 0);
  expect((await call.hangUp()).answered).toBe(false);
  await fixture.app.query("update trunks set enabled = true where name = 'world'");
});

describe('the location of a caller to 911', () => {
  const address = {
    street: '20 W 34th St',
    unit: 'Floor 2',
    city: 'New York',
    state: 'NY',
    postalCode: '10001',
    country: 'US',
  };
  const setAddress = (value: object | null) =>
    fixture.app.query('update tenants set e911_address = $1 where id = $2', [
      value === null ? null : JSON.stringify(value),
      bakery.id,
    ]);
  /** The INVITE that reaches the trunk, which answers it. */
  async function invited(number: string, to: Carrier): Promise<SipMessage> {
    const listening = to.listen({ tone: 1000 });
    const call = ada.call(number, { tone: 440 });
    const taken = await listening.nextCall();
    await Promise.all([call.hears(1000), taken.hears(440)]);
    await call.hangUp();
    return taken.invite;
  }

  test.each(['911', '933'])('is in the INVITE for %s of a trunk that takes it', async (number) => {
    await setAddress(address);
    await using first = await fixture.carrier('first', { sendsLocation: true });
    await untilState('first', true);
    const invite = await invited(number, first);
    expect(invite.header('Content-Type')).toMatch(/^multipart\/mixed/);
    expect(invite.header('Geolocation')).toMatch(/^<cid:/);
    expect(invite.header('Geolocation-Routing')).toBe('yes');
    expect(invite.body).toContain('m=audio');
    expect(invite.body).toContain('application/pidf+xml');
    for (const [name, value] of Object.entries({
      country: 'US',
      A1: 'NY',
      A3: 'New York',
      RD: 'W 34th St',
      HNO: '20',
      LOC: 'Floor 2',
      PC: '10001',
    }))
      expect(invite.body).toMatch(new RegExp(`<ca:${name}>${value}</ca:${name}>`));
    // other calls by the same trunk
    expect((await invited(OUTSIDE, first)).header('Content-Type')).toBe('application/sdp');
  });

  test('is not in the INVITE of a trunk that does not take it, nor where there is no good address', async () => {
    await setAddress(address);
    await using plain = await fixture.carrier('plain');
    await untilState('plain', true);
    expect((await invited('911', plain)).header('Content-Type')).toBe('application/sdp');
    await fixture.app.query("update trunks set sends_location = true where name = 'plain'");
    for (const doubtful of [null, { ...address, country: 'UK' }, { street: '1' }]) {
      await setAddress(doubtful);
      expect((await invited('911', plain)).header('Content-Type')).toBe('application/sdp');
    }
  });

  test('never costs the call: with any text stored, and a trunk that refuses it', async () => {
    await using first = await fixture.carrier('first', { sendsLocation: true });
    await untilState('first', true);
    for (const text of [
      'Broadway & 5th',
      '1 "Main" <St>',
      '${SHELL(id)}',
      'a,b=c;d',
      'x\r\nX-Evil: 1',
      '株式会社',
      'y'.repeat(400),
    ]) {
      await setAddress({ ...address, street: text, unit: text, city: text });
      const invite = await invited('911', first);
      expect(invite.header('X-Evil')).toBeUndefined();
    }
    await setAddress(address);
    await fixture.app.query("update trunks set emergency = false where name = 'world'");
    const refusing = first.listen({ rejectWith: 488 });
    const call = ada.call('911');
    await until('both tries', () => refusing.calls.length === 2);
    const kinds = refusing.calls.map(({ invite }) => invite.header('Content-Type')?.split(';')[0]);
    expect(kinds).toEqual(['multipart/mixed', 'application/sdp']);
    await call.ended;
    await fixture.app.query("update trunks set emergency = true where name = 'world'");
  });
});
