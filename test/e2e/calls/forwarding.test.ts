import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../sip/call.ts';
import type { Carrier } from '../../sip/carrier.ts';
import type { Phone } from '../../sip/phone.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';
import { hearEachOther, TONES } from '../talk.ts';

// Forwards, do not disturb and ring groups with real phones: 101 calls, 102 to 104 are called.

const DID = '+12125550101';
const MOBILE = '+13105550000';

let fixture: CallControlFixture;
let bakery: TenantWithPhones;
let carrier: Carrier;
let ada: Phone;
let bob: Phone;
let cleo: Phone;
let dan: Phone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  carrier = await fixture.addCarrier('carrier');
  bakery = await fixture.addTenant('bakery', ['101', '102', '103', '104']);
  await bakery.addNumber(DID, '102');
  [ada, bob, cleo, dan] = (await Promise.all(
    ['101', '102', '103', '104'].map((number) => bakery.openPhone(number)),
  )) as [Phone, Phone, Phone, Phone];
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output());
  for (const phone of [bob, cleo, dan]) phone.listen({ rejectWith: 480 });
  await Promise.allSettled(calls.splice(0).map((call) => call.hangUp()));
  await fixture.callsToEnd();
  for (const table of ['forwarding', 'ring_group_members', 'ring_groups', 'calls'])
    await fixture.app.query(`delete from ${table}`);
});
afterAll(async () => {
  for (const each of [ada, bob, cleo, dan, carrier]) await each?.[Symbol.asyncDispose]();
  await fixture?.[Symbol.asyncDispose]();
});

const phone = (number: string) => ({ kind: 'extension', id: bakery.extensionId(number) });
const outside = { kind: 'external', number: MOBILE };
async function forward(number: string, settings: object): Promise<void> {
  const at = `${bakery.path}/extensions/${bakery.extensionId(number)}/forwarding`;
  expect(await fixture.ask('PUT', at, settings)).toMatchObject({ status: 200 });
}
async function addGroup(more: object = {}): Promise<void> {
  const members = ['102', '103', '104'].map(phone);
  const group = { number: '600', name: 'Sales', members, ringSeconds: 5, ...more };
  expect(await fixture.ask('POST', `${bakery.path}/groups`, group)).toMatchObject({ status: 201 });
}
/** Calls that a failed test may leave running. */
const calls: Call[] = [];
function dial(by: Phone, number: string): Call {
  const call = by.call(number, { tone: TONES.caller });
  calls.push(call);
  return call;
}
const withTone = { tone: TONES.callee };
function callIn(): Call {
  const call = carrier.callIn(DID, { server: fixture.sip, from: '+15551230000', tone: TONES.caller });
  calls.push(call);
  return call;
}

type Step = { event: string; number: string; because?: string; to?: string; result?: string };
/** The path of the last call in the history. */
async function lastWay(): Promise<string[]> {
  await fixture.callsToEnd();
  const [last] = await fixture.app.query<{ path: Step[] }>('select path from calls order by ended_at desc limit 1');
  return (last?.path ?? []).map(({ event, number, because, to, result }) =>
    event === 'forwarded'
      ? `${number} ${because} ${to}`
      : event === 'rang'
        ? `${number} ${result}`
        : `${event} ${number}`,
  );
}

describe('forwards', () => {
  test('forwarding always: the other phone rings, and shows the caller and the number that was called', async () => {
    await forward('102', { always: phone('103') });
    const atCleo = cleo.listen(withTone);
    const call = dial(ada, '102');
    const taken = await hearEachOther(call, atCleo.nextCall());
    expect(taken.from).toMatchObject({ name: 'Phone 101 for 102', number: '101' });
    await call.hangUp();
    expect(await lastWay()).toEqual(['102 always 103', '103 answered']);
  });

  test('a busy, declined or unanswered call takes the forward for that case', async () => {
    await forward('102', { busy: phone('103'), noAnswer: phone('104'), noAnswerSeconds: 5 });
    const [atCleo, atDan] = [cleo.listen(withTone), dan.listen(withTone)];
    for (const rejectWith of [486, 603] as const) {
      bob.listen({ rejectWith });
      const call = dial(ada, '102');
      await hearEachOther(call, atCleo.nextCall());
      await call.hangUp();
    }
    bob.listen({ answerAfterMs: 'never' });
    const call = dial(ada, '102');
    await hearEachOther(call, atDan.nextCall());
    await call.hangUp();
    expect(await lastWay()).toEqual(['102 no_answer', '102 no_answer 104', '104 answered']);
  });

  test('an outside number has to press 1: until then voicemail can’t take the call, and the caller hears nobody', async () => {
    await forward('102', { always: outside, confirmOutside: true });
    const atCarrier = carrier.listen(withTone);
    const call = dial(ada, '102');
    const taken = await atCarrier.nextCall();
    await taken.hears('sound');
    await taken.press('5');
    const since = Date.now();
    await until('a second more of the question', () => taken.heard(since).packets >= 50);
    expect(call.heard().tones).not.toContain(TONES.callee);
    expect(taken.heard().tones).not.toContain(TONES.caller);
    await taken.press('1');
    await hearEachOther(call, taken);
    await call.hangUp();
    expect(await lastWay()).toEqual([`102 always ${MOBILE}`, `${MOBILE} answered`]);
  });

  test('if the outside number doesn’t press 1, the call continues as if nobody had answered', async () => {
    await forward('102', { always: outside, confirmOutside: true });
    const atCarrier = carrier.listen(withTone);
    const call = dial(ada, '102');
    const taken = await atCarrier.nextCall();
    await taken.answered;
    expect((await taken.ended).endedBy).toBe('them');
    expect((await call.ended).answered).toBe(false);
    expect(await lastWay()).toEqual([`102 always ${MOBILE}`, `${MOBILE} no_answer`]);
  });

  /** Kills call control and starts it again. */
  async function restart(): Promise<void> {
    await fixture.control.kill('SIGKILL');
    await fixture.control.start();
  }

  test('call control is killed while the outside number rings, and again while it is asked to press 1: it is asked again, and can take the call', async () => {
    await forward('102', { always: outside, confirmOutside: true });
    const atCarrier = carrier.listen({ ...withTone, answerAfterMs: 'never' });
    const call = dial(ada, '102');
    const taken = await atCarrier.nextCall();
    await call.ringing;
    await restart();
    taken.answer();
    await taken.hears('sound');
    await restart();
    await taken.hears('sound');
    expect(call.heard().tones).not.toContain(TONES.callee);
    await taken.press('1');
    await hearEachOther(call, taken);
    await call.hangUp();
    expect(await lastWay()).toEqual([`102 always ${MOBILE}`, `${MOBILE} answered`]);
  });

  test('call control is killed while an outside number is asked to press 1: if it never does, the call takes its exit once', async () => {
    await forward('102', { always: outside, confirmOutside: true });
    const atCarrier = carrier.listen(withTone);
    const call = dial(ada, '102');
    const taken = await atCarrier.nextCall();
    await taken.hears('sound');
    await restart();
    expect((await taken.ended).endedBy).toBe('them');
    expect((await call.ended).answered).toBe(false);
    expect(await lastWay()).toEqual([`102 always ${MOBILE}`, `${MOBILE} no_answer`]);
    expect(await fixture.app.query('select from calls')).toHaveLength(1);
  });

  test('an unreachable extension forwards to an outside number, which sees the tenant’s number', async () => {
    await forward('102', { unreachable: outside });
    await bob.unregister();
    const atCarrier = carrier.listen(withTone);
    const call = callIn();
    const taken = await atCarrier.nextCall();
    expect(taken).toMatchObject({ dialled: MOBILE, from: { number: DID } });
    await hearEachOther(call, taken);
    await call.hangUp();
    expect(await lastWay()).toEqual([`102 unreachable ${MOBILE}`, `${MOBILE} answered`]);
    await bob.register();
  });

  test('a phone’s own redirect (302) follows the same rules as a forward', async () => {
    bob.listen({ rejectWith: 302 });
    const atCarrier = carrier.listen(withTone);
    const call = dial(ada, '102');
    const taken = await atCarrier.nextCall();
    expect(taken).toMatchObject({ dialled: '+12125550000', from: { number: DID } });
    await hearEachOther(call, taken);
    await call.hangUp();
    expect(await lastWay()).toEqual(['102 redirected', '102 phone +12125550000', '+12125550000 answered']);
    await fixture.app.query(`update outbound_permissions set classes = '{}'`);
    const refused = dial(ada, '102');
    await refused.hears('sound');
    expect(await refused.ended).toMatchObject({ finalStatus: 403, answered: false });
    expect(atCarrier.calls).toHaveLength(1);
    await fixture.app.query(`update outbound_permissions set classes = '{tollFree,domestic}'`);
  });

  test('a call to two extensions that forward to each other ends as unreachable', async () => {
    await forward('102', { always: phone('103') });
    await forward('103', { always: phone('102') });
    expect(await dial(ada, '102').ended).toMatchObject({ finalStatus: 480, answered: false });
    expect(await lastWay()).toEqual(['102 always 103', '103 always 102']);
  });

  test('with do not disturb, the phone stays silent and the caller gets busy', async () => {
    await forward('102', { doNotDisturb: true });
    const atBob = bob.listen(withTone);
    expect(await dial(ada, '102').ended).toMatchObject({ finalStatus: 486 });
    expect(atBob.calls).toHaveLength(0);
  });

  test('without call waiting, a second caller gets busy', async () => {
    const extension = `${bakery.path}/extensions/${bakery.extensionId('102')}`;
    await fixture.ask('PATCH', extension, { callWaiting: false });
    const atBob = bob.listen(withTone);
    const first = dial(ada, '102');
    await hearEachOther(first, atBob.nextCall());
    await until(
      'the parties',
      async () =>
        (await fixture.app.query<{ n: number }>('select cardinality(talking) as n from live_calls'))[0]?.n === 2,
    );
    expect(await dial(dan, '102').ended).toMatchObject({ finalStatus: 486 });
    expect(atBob.calls).toHaveLength(1);
    await first.hangUp();
    await fixture.ask('PATCH', extension, { callWaiting: true });
  });
});

describe('a ring group', () => {
  test('rings all phones at once, and tells the others when one has answered', async () => {
    await addGroup();
    const [atBob, atCleo] = [bob.listen({ answerAfterMs: 'never' }), cleo.listen({ answerAfterMs: 'never' })];
    const atDan = dan.listen({ ...withTone, answerAfterMs: 'never' });
    const call = dial(ada, '600');
    const [taken, ...others] = await Promise.all([atDan.nextCall(), atBob.nextCall(), atCleo.nextCall()]);
    expect(taken.from).toMatchObject({ name: 'Phone 101 for Sales', number: '101' });
    taken.answer();
    await hearEachOther(call, taken);
    for (const lost of others) expect((await lost.ended).reasons.join()).toContain('cause=26');
    await call.hangUp();
    expect((await lastWay()).toSorted()).toEqual([
      '102 answered_elsewhere',
      '103 answered_elsewhere',
      '104 answered',
      'group 600',
    ]);
  });

  test('reaches an outside member by another trunk if the first one fails', async () => {
    await using failing = await fixture.addCarrier('failing', { priority: 0 });
    const atFailing = failing.listen({ rejectWith: 503 });
    await addGroup({ members: [phone('103'), outside], ringSeconds: 20 });
    const atCleo = cleo.listen({ answerAfterMs: 'never' });
    const atCarrier = carrier.listen(withTone);
    const call = dial(ada, '600');
    const taken = await atCarrier.nextCall();
    expect(atFailing.calls).toHaveLength(1);
    await taken.hears('sound');
    await taken.press('1');
    await hearEachOther(call, taken);
    expect((await (await atCleo.nextCall()).ended).reasons.join()).toContain('cause=26');
    await call.hangUp();
  });

  test('shows a missed call on every phone when the caller gives up', async () => {
    await addGroup();
    const rings = [bob, cleo, dan].map((phone) => phone.listen({ answerAfterMs: 'never' }));
    const call = dial(ada, '600');
    const ringing = await Promise.all(rings.map((each) => each.nextCall()));
    await call.hangUp();
    for (const each of ringing) expect((await each.ended).reasons.join()).not.toMatch(/cause=26|completed elsewhere/i);
  });

  test('rings its phones in order, whatever the previous one responded', async () => {
    await addGroup({ strategy: 'in_order' });
    bob.listen({ rejectWith: 486 });
    cleo.listen({ rejectWith: 503 });
    const atDan = dan.listen(withTone);
    const call = dial(ada, '600');
    await hearEachOther(call, atDan.nextCall());
    await call.hangUp();
    expect(await lastWay()).toEqual(['group 600', '102 busy', '103 unreachable', '104 answered']);
  });

  test('rings the phone that has been idle longest first', async () => {
    await addGroup({ strategy: 'longest_idle' });
    for (const [number, minutes] of [
      ['102', 1],
      ['103', 9],
      ['104', 5],
    ] as const)
      await fixture.app.query(
        `insert into calls (id, tenant_id, direction, emergency, from_number, to_number, extension_id, admitted_at, answered_at, ended_at, cause)
         values (gen_random_uuid(), $1, 'outbound', false, 'x', 'x', $2, now() - $3 * interval '1 minute', now(), now() - $3 * interval '1 minute', 16)`,
        [bakery.id, bakery.extensionId(number), minutes],
      );
    for (const phone of [bob, cleo, dan]) phone.listen({ rejectWith: 486 });
    expect(await dial(ada, '600').ended).toMatchObject({ answered: false });
    expect(await lastWay()).toEqual(['group 600', '103 busy', '104 busy', '102 busy']);
  });

  test('skips phones that can’t take calls, and uses its fallback when nobody answers', async () => {
    await addGroup({ members: ['102', '103'].map(phone), fallback: phone('104') });
    await forward('102', { doNotDisturb: true, busy: outside });
    const atBob = bob.listen(withTone);
    cleo.listen({ answerAfterMs: 'never' });
    const atDan = dan.listen(withTone);
    const call = dial(ada, '600');
    await hearEachOther(call, atDan.nextCall());
    await call.hangUp();
    expect(atBob.calls).toHaveLength(0);
    expect(await lastWay()).toEqual(['group 600', '103 no_answer', '600 no_answer 104', '104 answered']);
  });

  test('announces at once that nobody is there', async () => {
    await addGroup({ members: [phone('102')] });
    await bob.unregister();
    const call = dial(ada, '600');
    await call.hears('sound');
    expect(await call.ended).toMatchObject({ finalStatus: 480, answered: false, earlyMedia: true });
    expect(await fixture.app.query('select outcome, reason from calls')).toEqual([
      { outcome: 'no_answer', reason: 'nobody_available' },
    ]);
    await bob.register();
  });
});

describe('star codes', () => {
  test('a phone forwards its calls by star code, hears a confirmation, and the next call is forwarded', async () => {
    const set = dial(bob, '*72103#');
    await set.hears('sound');
    expect(await set.ended).toMatchObject({ answered: true, endedBy: 'them' });
    const atCleo = cleo.listen(withTone);
    const call = dial(ada, '102');
    await hearEachOther(call, atCleo.nextCall());
    await call.hangUp();
    await fixture.callsToEnd();
    expect(await fixture.app.query(`select direction, outcome from calls where to_number = '*72103'`)).toEqual([
      { direction: 'internal', outcome: 'answered' },
    ]);
    expect(await dial(bob, '*73').ended).toMatchObject({ answered: true });
    const atBob = bob.listen(withTone);
    const back = dial(ada, '102');
    await hearEachOther(back, atBob.nextCall());
    await back.hangUp();
  });

  test('forwarding to 911 by star code is refused with an announcement, and 911 still works', async () => {
    const refused = dial(bob, '*72911');
    await refused.hears('sound');
    expect(await refused.ended).toMatchObject({ finalStatus: 404, answered: false });
    const atCarrier = carrier.listen({ hangUpAfterMs: 0 });
    const help = dial(bob, '*911');
    expect(await atCarrier.nextCall()).toMatchObject({ dialled: '911' });
    await help.ended;
  });
});
