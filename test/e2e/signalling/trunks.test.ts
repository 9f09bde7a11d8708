import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Carrier } from '../../sip/carrier.ts';
import type { Refusal } from '../../sip/line.ts';
import type { SipMessage } from '../../sip/message.ts';
import type { Phone } from '../../sip/phone.ts';
import { openQuietCarrier, type QuietCarrier } from '../../sip/quiet-carrier.ts';
import { lockTenantRow } from '../../tenants.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

/**
 * The limit from the call to the second carrier's answer if the first is silent: less than the edge waits for a target by itself, and more than the four
 * seconds that benchmarks measure, because the machine may be busy.
 */
const FAILOVER_MS = 9500;
const OUTSIDE = '+13015550177';

let fixture: CallControlFixture;
let bakery: TenantWithPhones;
let ada: Phone;
/** Answers calls that the trunks before it don't. */
let carrier: Carrier;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  carrier = await fixture.addCarrier('carrier', { priority: 500 });
  bakery = await fixture.addTenant('bakery', ['101']);
  await bakery.addNumber('+12125550101', '101');
  ada = await bakery.openPhone('101');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output());
  await fixture.app.query("delete from trunks where name <> 'carrier'");
});
afterAll(async () => {
  for (const each of [ada, carrier, fixture]) await each?.[Symbol.asyncDispose]();
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
  until(`${name} to be seen ${reachable}`, async () => (await stateOf(name))?.reachable === reachable);

/** Places a call that the carrier answers. Returns the milliseconds until the answer. */
async function reachWorld(number: string, from = ada): Promise<{ setupMs: number }> {
  const atCarrier = carrier.listen({ tone: 1000 });
  const call = from.call(number, { tone: 440 });
  const taken = await atCarrier.nextCall();
  await Promise.all([call.hears(1000), taken.hears(440)]);
  const { setupMs, answered } = await call.hangUp();
  expect(answered).toBe(true);
  return { setupMs };
}

describe.each(['911', OUTSIDE])('a call to %s', (number) => {
  test.each<Refusal>([302, 401, 407, 503, 504])('tries the next trunk after %i', async (status) => {
    await using first = await fixture.addCarrier('first');
    await untilState('first', true);
    const atFirst = first.listen({ rejectWith: status });
    await reachWorld(number);
    expect(atFirst.calls).toHaveLength(1);
    // the trunk failed a moment ago: it comes last
    const again = first.listen({ rejectWith: status });
    await reachWorld(number);
    expect(again.calls).toHaveLength(0);
  });

  test('reaches the next trunk in seconds when the first has just gone silent', async () => {
    await using first = await openQuietCarrier();
    await fixture.addTrunk('first', first.port);
    await untilState('first', true);
    first.fallSilent();
    const { setupMs } = await reachWorld(number);
    expect(first.calls.size).toBe(1);
    expect(setupMs).toBeLessThan(FAILOVER_MS);
    await untilState('first', false);
    await reachWorld(number);
    expect(first.calls.size).toBe(1);
  });

  test('reaches the next trunk in seconds when the first has never responded', async () => {
    await using first = await openQuietCarrier({ silentFromTheStart: true });
    await fixture.addTrunk('first', first.port);
    await untilState('first', false);
    const { setupMs } = await reachWorld(number);
    expect(first.calls.size).toBe(1);
    expect(setupMs).toBeLessThan(FAILOVER_MS);
    await reachWorld(number);
    expect(first.calls.size).toBe(1);
  });

  test('reaches the next trunk in seconds when the first one’s port is closed', async () => {
    await using first = await openQuietCarrier();
    await fixture.addTrunk('first', first.port);
    await untilState('first', true);
    await first.close();
    const { setupMs } = await reachWorld(number);
    expect(setupMs).toBeLessThan(FAILOVER_MS);
    await untilState('first', false);
  });
});

test('a callee’s refusal ends an ordinary call, while a 911 call tries the next trunk', async () => {
  await using first = await fixture.addCarrier('first');
  await untilState('first', true);
  for (const status of [486, 603, 404] as const) {
    const atCarrier = carrier.listen();
    first.listen({ rejectWith: status });
    expect((await ada.call(OUTSIDE).ended).answered).toBe(false);
    expect(atCarrier.calls).toHaveLength(0);
  }
  first.listen({ rejectWith: 404 });
  await reachWorld('911');
});

test('a slow carrier is not skipped while it responds to OPTIONS', async () => {
  await using first = await openQuietCarrier({ busyAfterMs: 6000 });
  await fixture.addTrunk('first', first.port);
  await untilState('first', true);
  const atCarrier = carrier.listen();
  expect(await ada.call(OUTSIDE).ended).toMatchObject({ finalStatus: 486 });
  expect(atCarrier.calls).toHaveLength(0);
});

/** The records of calls that begin from now on. Those of earlier tests may still be written. */
async function callsFromNow(): Promise<() => Promise<object[]>> {
  const [clock] = await fixture.app.query<{ now: Date }>('select now()');
  return () => fixture.app.query('select * from calls where admitted_at >= $1', [clock?.now]);
}

test('a call to 911 that the database doesn’t decide in time tries the next trunk, too', async () => {
  const callsHere = await callsFromNow();
  await using first = await openQuietCarrier();
  await fixture.addTrunk('first', first.port);
  await untilState('first', true);
  // its endpoint names both trunks
  const row = () => fixture.app.query<{ set_var: string }>('select set_var from asterisk.ps_endpoints');
  await until('the row of the phone', async () => (await row())[0]?.set_var.includes('EMERGENCY_TRUNK_2=trunk-'));
  first.fallSilent();
  const lock = await lockTenantRow(fixture.app.database.urls.superuser, bakery.id);
  await reachWorld('911');
  expect(first.calls.size).toBe(1);
  await lock.release();
  const call = await until('the record', async () => (await callsHere())[0]);
  expect(call).toMatchObject({ emergency: true, to_number: '911', callback_number: '+12125550101' });
});

describe('without call control, a call to 911', () => {
  afterEach(() => fixture.control.ensureStarted());

  /** A first trunk that has just gone silent, and a phone that knows it from its row. */
  async function loseFirst(prefix: string): Promise<{ first: QuietCarrier; phone: Phone }> {
    const first = await openQuietCarrier();
    await fixture.addTrunk('first', first.port);
    await untilState('first', true);
    const phone = await (await fixture.addTenant(prefix, ['101'])).openPhone('101');
    await fixture.control.kill('SIGKILL');
    first.fallSilent();
    return { first, phone };
  }

  test('reaches the next trunk in seconds when the first is silent', async () => {
    const lost = await loseFirst('silent');
    await using first = lost.first;
    await using phone = lost.phone;
    const { setupMs } = await reachWorld('911', phone);
    expect(first.calls.size).toBe(1);
    expect(setupMs).toBeLessThan(FAILOVER_MS);
  });

  test('tries a silent trunk once more when the next one refuses, because it may only be slow', async () => {
    const lost = await loseFirst('slow');
    await using first = lost.first;
    await using phone = lost.phone;
    const refusing = carrier.listen({ rejectWith: 503 });
    const call = phone.call('911');
    await until('the second INVITE', () => first.calls.size === 2);
    expect(refusing.calls).toHaveLength(1);
    await call.hangUp();
  });
});

test('911 is tried over trunks that all look unreachable', async () => {
  await using only = await openQuietCarrier();
  await fixture.addTrunk('only', only.port);
  await untilState('only', true);
  only.fallSilent();
  await untilState('only', false);
  await fixture.app.query("update trunks set enabled = false where name = 'carrier'");
  const call = ada.call('911');
  await until('the INVITE', () => only.calls.size > 0);
  expect((await call.hangUp()).answered).toBe(false);
  await fixture.app.query("update trunks set enabled = true where name = 'carrier'");
});

test('911 reaches the next trunk if call control is killed while the first one is silent', async () => {
  const callsHere = await callsFromNow();
  await using first = await openQuietCarrier();
  await fixture.addTrunk('first', first.port);
  await untilState('first', true);
  first.fallSilent();
  const atCarrier = carrier.listen({ tone: 1000 });
  const call = ada.call('911', { tone: 440 });
  await until('the INVITE', () => first.calls.size > 0);
  await fixture.control.kill('SIGKILL');
  expect(atCarrier.calls).toHaveLength(0);
  await fixture.control.start();
  const taken = await atCarrier.nextCall();
  await Promise.all([call.hears(1000), taken.hears(440)]);
  expect((await call.hangUp()).answered).toBe(true);
  await fixture.callsToEnd();
  const [only, ...others] = await callsHere();
  expect(others).toEqual([]);
  expect(only).toMatchObject({ emergency: true, answered_at: expect.any(Date) });
});

describe('the location of a 911 caller', () => {
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
  /** Calls a number; returns the INVITE that reaches the trunk, which answers. */
  async function invited(number: string, to: Carrier): Promise<SipMessage> {
    const listening = to.listen({ tone: 1000 });
    const call = ada.call(number, { tone: 440 });
    const taken = await listening.nextCall();
    await Promise.all([call.hears(1000), taken.hears(440)]);
    await call.hangUp();
    return taken.invite;
  }

  test.each(['911', '933'])('is in the INVITE to %s on a trunk that accepts it', async (number) => {
    await setAddress(address);
    await using first = await fixture.addCarrier('first', { sendsLocation: true });
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

  test('is left out for a trunk that does not accept it, and without a complete address', async () => {
    await setAddress(address);
    await using plain = await fixture.addCarrier('plain');
    await untilState('plain', true);
    expect((await invited('911', plain)).header('Content-Type')).toBe('application/sdp');
    await fixture.app.query("update trunks set sends_location = true where name = 'plain'");
    for (const doubtful of [null, { ...address, country: 'UK' }, { street: '1' }]) {
      await setAddress(doubtful);
      expect((await invited('911', plain)).header('Content-Type')).toBe('application/sdp');
    }
  });

  test('never makes the call fail, whatever text is stored, and even if the trunk refuses it', async () => {
    await using first = await fixture.addCarrier('first', { sendsLocation: true });
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
    await fixture.app.query("update trunks set emergency = false where name = 'carrier'");
    const refusing = first.listen({ rejectWith: 488 });
    const call = ada.call('911');
    await until('both tries', () => refusing.calls.length === 2);
    const kinds = refusing.calls.map(({ invite }) => invite.header('Content-Type')?.split(';')[0]);
    expect(kinds).toEqual(['multipart/mixed', 'application/sdp']);
    await call.ended;
    await fixture.app.query("update trunks set emergency = true where name = 'carrier'");
  });
});
