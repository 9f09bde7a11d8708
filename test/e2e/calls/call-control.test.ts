import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Call, CallResult } from '../../sip/call.ts';
import type { Carrier } from '../../sip/carrier.ts';
import type { Phone } from '../../sip/phone.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';
import { hearEachOther, talkFor, TONES } from '../talk.ts';

let fixture: CallControlFixture;
let bakery: TenantWithPhones;
let garage: TenantWithPhones;
let carrier: Carrier;
let ada: Phone;
let bob: Phone;
let gus: Phone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  carrier = await fixture.addCarrier('carrier');
  bakery = await fixture.addTenant('bakery', ['101', '102', '103', '104']);
  await bakery.addNumber('+12125550101', '101');
  await bakery.addNumber('+12125550109');
  garage = await fixture.addTenant('garage', ['301', '302']);
  await garage.addNumber('+12125550103', '301');
  [ada, bob, gus] = await Promise.all([bakery.openPhone('101'), bakery.openPhone('102'), garage.openPhone('301')]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output());
  await bakery.setStatus('ACTIVE');
});
afterAll(async () => {
  for (const each of [ada, bob, gus, carrier]) await each?.[Symbol.asyncDispose]();
  await fixture?.[Symbol.asyncDispose]();
});

const live = () => fixture.app.query<{ id: string; emergency: boolean }>('select * from live_calls');
const history = (id: string) => fixture.app.query('select * from calls where id = $1', [id]);
const noLiveCalls = () => until('no live calls', async () => (await live()).length === 0);

const withTone = { tone: TONES.callee };

/** Expects a call to be refused with an announcement, which the caller hears to its end. */
async function announced(caller: Phone, dialled: string): Promise<CallResult> {
  const call = caller.call(dialled);
  await call.hears('sound');
  return call.ended;
}
const REFUSED = { finalStatus: 403, answered: false, earlyMedia: true };

describe('outside calls', () => {
  test('an outbound call shows the tenant’s number and has audio both ways', async () => {
    const atCarrier = carrier.listen(withTone);
    const call = ada.call('2125559999', { tone: TONES.caller });
    const taken = await atCarrier.nextCall();
    expect(taken).toMatchObject({ dialled: '+12125559999', from: { number: '+12125550101' } });
    await hearEachOther(call, taken);
    expect((await call.hangUp()).heard.jumps).toEqual({ ssrc: 0, sequence: 0 });
  });

  test('numbers can be dialled the way people and phone books write them', async () => {
    const atCarrier = carrier.listen({ hangUpAfterMs: 0 });
    for (const dialled of [
      '212-555-9999',
      '(212)%20555-9999',
      '212.555.9999',
      '12125559999#',
      '0012125559999',
      '5559999',
    ]) {
      const call = ada.call(dialled);
      expect(await atCarrier.nextCall(), dialled).toMatchObject({ dialled: '+12125559999' });
      expect(await call.ended, dialled).toMatchObject({ answered: true });
    }
  });

  test('every way of dialling 911 reaches it', async () => {
    const atCarrier = carrier.listen({ hangUpAfterMs: 0 });
    for (const dialled of ['911;phone-context=+1', '911%23', '911#', '+911', '1911', '9-1-1', '112']) {
      const call = ada.call(dialled);
      expect(await atCarrier.nextCall(), dialled).toMatchObject({ dialled: '911', from: { number: '+12125550101' } });
      expect(await call.ended, dialled).toMatchObject({ answered: true });
    }
    await noLiveCalls();
    await fixture.app.query('delete from calls where emergency');
  });

  test('a call to a ported number is accepted with its porting parameters', async () => {
    const atAda = ada.listen({ hangUpAfterMs: 0 });
    for (const called of ['+12125550101;npdi;rn=+12125550000', '+12125550101;cic=+10288', '2125550101']) {
      expect(await carrier.callIn(called, { server: fixture.sip, from: '+15551230000' }).ended, called).toMatchObject({
        answered: true,
      });
    }
    expect(atAda.calls).toHaveLength(3);
  });

  test('*67 hides the number from the callee, not from the carrier', async () => {
    const atCarrier = carrier.listen({ hangUpAfterMs: 0 });
    const call = ada.call('*672125559999');
    const taken = await atCarrier.nextCall();
    expect(taken).toMatchObject({ from: { number: 'anonymous' }, assertedIdentity: { number: '+12125550101' } });
    expect(taken.invite.header('Privacy')).toBe('id');
    await call.ended;
  });

  test('a phone set to hide its number hides it from everyone but 911', async () => {
    const atCarrier = carrier.listen({ hangUpAfterMs: 0 });
    const hidden = { from: { number: 'anonymous' }, assertedIdentity: { number: '+12125550101' } };
    for (const setting of [{ headers: { Privacy: 'id' } }, { from: 'anonymous' }]) {
      const call = ada.call('2125559999', setting);
      expect(await atCarrier.nextCall()).toMatchObject(hidden);
      await call.ended;
      const shown = ada.call('*822125559999', setting);
      expect(await atCarrier.nextCall()).toMatchObject({ from: { number: '+12125550101' } });
      await shown.ended;
    }
    const emergency = ada.call('911', { from: 'anonymous', headers: { Privacy: 'id' } });
    expect(await atCarrier.nextCall()).toMatchObject({ dialled: '911', from: { number: '+12125550101' } });
    await emergency.ended;
    await noLiveCalls();
    await fixture.app.query('delete from calls where emergency');
  });

  test('the caller hears the carrier’s early media, and the audio continues without a jump', async () => {
    const atCarrier = carrier.listen({ earlyMedia: true, answerAfterMs: 'never', ...withTone });
    const call = ada.call('2125559999', { tone: TONES.caller });
    await call.earlyMedia;
    await call.hears(620);
    const taken = await atCarrier.nextCall();
    taken.answer();
    await call.answered;
    await taken.hears(440);
    // in the moment of the answer
    expect((await call.hangUp()).heard.jumps).toEqual({ ssrc: 0, sequence: 0 });
    expect((await taken.ended).endedBy).toBe('them');
    await noLiveCalls();
  });

  test.each([
    ['busy', 486, 486],
    ['no such number', 404, 404],
    ['declined', 603, 603],
    ['out of order', 503, 503],
  ] as const)('%s is passed on to the phone', async (_, rejectWith, told) => {
    carrier.listen({ rejectWith });
    expect(await ada.call('2125559999').ended).toMatchObject({ finalStatus: told, answered: false });
  });

  test('calls to expensive destinations and calls over the limit are refused before a carrier is tried', async () => {
    const atCarrier = carrier.listen(withTone);
    const expensive = ['+19005559999', '+88216123456', '011442079460958'].map((dialled) => announced(ada, dialled));
    expect(await Promise.all(expensive)).toMatchObject([REFUSED, REFUSED, REFUSED]);
    const calls = [];
    for (let n = 0; n < 4; n++) {
      calls.push(ada.call('2125559999', { tone: TONES.caller }));
      await calls[n]!.answered;
    }
    const tooMany = ada.call('2125559999');
    await tooMany.hears('sound');
    expect(await tooMany.ended).toMatchObject({ finalStatus: 503, answered: false, earlyMedia: true });
    expect(atCarrier.calls).toHaveLength(4);
    for (const call of calls) await call.hangUp();
    await noLiveCalls();
    expect(
      await fixture.app.query('select reason from calls where reason is not null order by admitted_at desc limit 4'),
    ).toEqual(['too_many_calls', 'not_permitted', 'not_permitted', 'not_permitted'].map((reason) => ({ reason })));
  });

  test('when a carrier fails, the next one is tried', async () => {
    await using backup = await fixture.addCarrier('backup', { priority: 2 });
    carrier.listen({ rejectWith: 503 });
    const atBackup = backup.listen({ hangUpAfterMs: 0 });
    expect(await ada.call('2125559999').ended).toMatchObject({ answered: true });
    expect(atBackup.calls).toHaveLength(1);
  });

  test('a call from an anonymous caller rings the number’s extension', async () => {
    const atAda = ada.listen(withTone);
    const call = carrier.callIn('+12125550101', {
      server: fixture.sip,
      from: 'anonymous',
      headers: { 'P-Asserted-Identity': '<sip:+15551230000@x>', Privacy: 'id' },
      tone: TONES.caller,
    });
    const taken = await atAda.nextCall();
    expect(taken.from.number).toBe('anonymous');
    for (const name of ['P-Asserted-Identity', 'Remote-Party-ID']) expect(taken.invite.header(name)).toBeUndefined();
    await hearEachOther(call, taken);
    expect(await live()).toMatchObject([{ direction: 'inbound', from_number: 'anonymous', tenant_id: bakery.id }]);
    await call.hangUp();
    await noLiveCalls();
  });

  test('a call to an unknown number gets 404, and a call to an unrouted number an announcement and 404', async () => {
    const callIn = (number: string) => carrier.callIn(number, { server: fixture.sip, from: '+15551230000' });
    expect(await callIn('+12125550999').ended).toMatchObject({ finalStatus: 404, earlyMedia: false });
    const unrouted = callIn('+12125550109');
    await unrouted.hears('sound');
    expect(await unrouted.ended).toMatchObject({ finalStatus: 404, earlyMedia: true, answered: false });
    expect(await fixture.app.query(`select reason from calls where to_number = '+12125550109'`)).toEqual([
      { reason: 'not_in_service' },
    ]);
  });
});

describe('internal calls', () => {
  test('every phone of an extension rings, and when one answers, the other gets “completed elsewhere”', async () => {
    await using second = await bakery.openPhone('102');
    const atSecond = second.listen({ answerAfterMs: 'never' });
    const atBob = bob.listen({ answerAfterMs: 'never', ...withTone });
    const call = ada.call('102', { tone: TONES.caller });
    const [taken, other] = await Promise.all([atBob.nextCall(), atSecond.nextCall()]);
    taken.answer();
    await hearEachOther(call, taken);
    const missed = await other.ended;
    expect(missed).toMatchObject({ answered: false });
    expect(missed.reasons.join()).toContain('Call completed elsewhere');
    await call.hangUp();
    await second.unregister();
  });

  test('calling a busy, an unreachable, an unknown and one’s own number gets different responses', async () => {
    bob.listen({ rejectWith: 486 });
    expect((await ada.call('102').ended).finalStatus).toBe(486);
    expect((await ada.call('103').ended).finalStatus).toBe(480);
    expect((await ada.call('101').ended).finalStatus).toBe(486);
    const unknown = ada.call('7777');
    await unknown.hears('sound');
    expect(await unknown.ended).toMatchObject({ finalStatus: 404, answered: false, earlyMedia: true });
  });

  test('when nobody answers within the ring time, the caller gets 480 and the phone stops ringing', async () => {
    const setRingSeconds = (seconds: number) =>
      fixture.app.query('update extensions set ring_seconds = $1 where sip_username = $2', [seconds, 'bakery-102']);
    await setRingSeconds(5);
    try {
      const atBob = bob.listen({ answerAfterMs: 'never' });
      const result = await ada.call('102').ended;
      expect(result).toMatchObject({ finalStatus: 480, answered: false });
      expect(result.setupMs).toBeGreaterThan(4500);
      expect(await (await atBob.nextCall()).ended).toMatchObject({ answered: false, endedBy: 'them' });
    } finally {
      await setRingSeconds(25);
    }
  });
});

describe('a call back after 911', () => {
  test('reaches the phone that called 911 or the number’s own phone, even when the other one is busy or offline', async () => {
    await using cook = await bakery.openPhone('103');
    const atCarrier = carrier.listen(withTone);
    const emergency = cook.call('911', { tone: TONES.caller });
    await hearEachOther(emergency, atCarrier.nextCall());
    await emergency.hangUp();
    await noLiveCalls();
    const back = () => carrier.callIn('+12125550101', { server: fixture.sip, from: '911', tone: TONES.caller });
    const ringing = { answerAfterMs: 'never', ...withTone } as const;
    const [atAda, atCook] = [ada.listen(ringing), cook.listen({ rejectWith: 486 })];
    const first = back();
    await (
      await atCook.nextCall()
    ).ended;
    const taken = await atAda.nextCall();
    taken.answer();
    await hearEachOther(first, taken);
    await first.hangUp();
    const [refusing, again] = [ada.listen({ rejectWith: 486 }), cook.listen(ringing)];
    const second = back();
    await (
      await refusing.nextCall()
    ).ended;
    const other = await again.nextCall();
    other.answer();
    await hearEachOther(second, other);
    await second.hangUp();
    await cook.unregister();
    const alone = ada.listen(withTone);
    const third = back();
    await hearEachOther(third, alone.nextCall());
    expect(await live()).toMatchObject([{ emergency: true, direction: 'inbound' }]);
    await third.hangUp();
    await noLiveCalls();
    await fixture.app.query('delete from calls where emergency');
  });
});

describe('a call back after 911 to a number that rings no extension', () => {
  let cook: Phone;
  const number = '+12125550101';
  const back = () => carrier.callIn(number, { server: fixture.sip, from: '911', tone: TONES.caller });
  const route = (kind: string, id: string) =>
    fixture.app.query('update dids set routing_kind = $2, routing_target_id = $3 where number = $1', [
      number,
      kind,
      id,
    ]);
  const create = async (path: string, body: object): Promise<string> => {
    const created = await fixture.ask('POST', `${bakery.path}/${path}`, body);
    expect(created.status).toBe(201);
    return created.body.id;
  };

  beforeAll(async () => {
    cook = await bakery.openPhone('104');
    const atCarrier = carrier.listen(withTone);
    const emergency = cook.call('911', { tone: TONES.caller });
    await hearEachOther(emergency, atCarrier.nextCall());
    await emergency.hangUp();
    await noLiveCalls();
  });
  afterAll(async () => {
    await cook?.[Symbol.asyncDispose]();
    await route('extension', bakery.extensionId('101'));
    await fixture.app.query('delete from calls where emergency');
  });

  test('rings the members of a group together with the phone, also when that is busy', async () => {
    const members = ['101', '102'].map((each) => ({ kind: 'extension', id: bakery.extensionId(each) }));
    await route('group', await create('groups', { number: '600', name: 'Sales', members, strategy: 'in_order' }));
    const atCook = cook.listen({ rejectWith: 486 });
    const atAda = ada.listen({ answerAfterMs: 'never' });
    const atBob = bob.listen({ answerAfterMs: 'never', ...withTone });
    const call = back();
    await (
      await atCook.nextCall()
    ).ended;
    await atAda.nextCall();
    const taken = await atBob.nextCall();
    taken.answer();
    await hearEachOther(call, taken);
    expect(await live()).toMatchObject([{ emergency: true, direction: 'inbound' }]);
    await call.hangUp();
    await noLiveCalls();
  });

  test('goes on to a mailbox when the phone is busy', async () => {
    await route('mailbox', await create('mailboxes', { number: '800', name: 'Night' }));
    const atCook = cook.listen({ rejectWith: 486 });
    const call = back();
    await (
      await atCook.nextCall()
    ).ended;
    await call.hears('sound');
    expect(await live()).toMatchObject([{ emergency: true, direction: 'inbound' }]);
    await call.hangUp();
    await noLiveCalls();
  });
});

describe('a suspended tenant', () => {
  beforeAll(() => garage.setStatus('SUSPENDED'));
  afterAll(() => garage.setStatus('ACTIVE'));

  test('hears an announcement when it calls an extension or an outside number', async () => {
    const calls = ['302', '2125559999'].map((dialled) => announced(gus, dialled));
    expect(await Promise.all(calls)).toMatchObject([REFUSED, REFUSED]);
  });

  test('its callers hear the announcement, unanswered', async () => {
    const call = carrier.callIn('+12125550103', { server: fixture.sip, from: '+15551230000' });
    await call.hears('sound');
    expect(await call.ended).toMatchObject({ finalStatus: 403, answered: false, earlyMedia: true });
  });

  test('can call 911 and be called back, and suspending it ends neither call', async () => {
    const atCarrier = carrier.listen(withTone);
    const call = gus.call('9911', { tone: TONES.caller });
    const taken = await atCarrier.nextCall();
    expect(taken).toMatchObject({ dialled: '911', from: { number: '+12125550103' } });
    await hearEachOther(call, taken);
    await garage.setStatus('ACTIVE');
    await garage.setStatus('SUSPENDED');
    await call.hangUp();
    await noLiveCalls();

    const atGus = gus.listen(withTone);
    const back = carrier.callIn('+12125550103', { server: fixture.sip, from: '911', tone: TONES.caller });
    await hearEachOther(back, atGus.nextCall());
    expect(await live()).toMatchObject([{ emergency: true, direction: 'inbound' }]);
    await garage.setStatus('ACTIVE');
    await garage.setStatus('SUSPENDED');
    const since = Date.now();
    await talkFor(1000, since, back);
    await back.hears(TONES.callee);
    await back.hangUp();
    await fixture.app.query('delete from calls where emergency');
  });
});

describe('when call control fails', () => {
  afterEach(() => fixture.control.ensureStarted());

  test('killing it during a call, a ringing call and a 911 call: audio continues, all calls are taken over, and each has one record', async () => {
    const atBob = bob.listen(withTone);
    const talking = ada.call('102', { tone: TONES.caller });
    const taken = await hearEachOther(talking, atBob.nextCall());
    const atCarrier = carrier.listen(withTone);
    const emergency = gus.call('911', { tone: TONES.caller });
    await hearEachOther(emergency, atCarrier.nextCall());
    const atAda = ada.listen({ answerAfterMs: 'never', ...withTone });
    const ringing = carrier.callIn('+12125550101', { server: fixture.sip, from: '+15551230000', tone: TONES.caller });
    await ringing.ringing;
    const rows = await live();
    expect(rows).toHaveLength(3);

    const since = Date.now();
    await fixture.control.kill('SIGKILL');
    await fixture.control.start();
    ada.listen(withTone);
    await talkFor(1500, since, talking, taken);
    for (const side of [talking, taken]) {
      const { jumps, packets } = side.heard(since);
      expect(jumps).toEqual({ ssrc: 0, sequence: 0 });
      expect(packets).toBeGreaterThan(60);
    }
    expect((await live()).map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());

    await bakery.setStatus('SUSPENDED');
    expect((await talking.ended).endedBy).toBe('them');
    expect(await ringing.ended).toMatchObject({ finalStatus: 403 });
    await (
      await atAda.nextCall()
    ).ended;
    await bakery.setStatus('ACTIVE');
    await emergency.hears(620);
    await emergency.hangUp();
    await noLiveCalls();
    for (const { id } of rows) expect(await history(id)).toHaveLength(1);
    await fixture.app.query('delete from calls where emergency');
  });

  test('while it is down, the dialplan sends 911 out and the call stays up afterwards; other callers hear an announcement', async () => {
    await fixture.control.kill('SIGKILL');
    const atCarrier = carrier.listen(withTone);
    const arabic = '%D9%A9%D9%A1%D9%A1';
    for (const dialled of [
      '911#',
      '*67(9)-11',
      '#31#911',
      '+1911',
      '112',
      arabic,
      `*67${arabic}`,
      '%2A67911',
      '%2331%23911',
      '-911',
    ]) {
      const call = gus.call(dialled);
      expect(await atCarrier.nextCall(), dialled).toMatchObject({ dialled: '911', from: { number: '+12125550103' } });
      await call.answered;
      await call.hangUp();
    }
    const emergency = gus.call('911', { tone: TONES.caller });
    const taken = await atCarrier.nextCall();
    expect(taken).toMatchObject({ dialled: '911', from: { number: '+12125550103' } });
    await hearEachOther(emergency, taken);
    const inbound = carrier.callIn('+12125550101', { server: fixture.sip, from: '+15551230000' });
    const expectNotPossible = async (call: Call) => {
      await call.hears('sound');
      expect(await call.ended).toMatchObject({ finalStatus: 503, answered: false, earlyMedia: true });
    };
    await Promise.all([ada.call('102'), inbound].map(expectNotPossible));
    await fixture.control.start();
    await emergency.hears(620);
    expect(await emergency.hangUp()).toMatchObject({ answered: true, endedBy: 'us' });
  });

  test('while it is down, the emergency number of the tenant’s country works', async () => {
    const praxis = await fixture.addTenant('praxis', ['201']);
    await fixture.app.query(
      `update tenants set e911_address = coalesce(e911_address, '{}') || '{"country": "DE"}' where id = $1`,
      [praxis.id],
    );
    await using phone = await praxis.openPhone('201');
    await fixture.control.kill('SIGKILL');
    const atCarrier = carrier.listen(withTone);
    for (const [dialled, called] of [
      ['110', '110'],
      ['112', '112'],
      ['000', '112'],
      ['911', '911'],
    ]) {
      const call = phone.call(dialled ?? '');
      expect((await atCarrier.nextCall()).dialled, dialled).toBe(called);
      await call.answered;
      await call.hangUp();
    }
  });

  test('freezing and then killing it: a call placed meanwhile is connected afterwards', async () => {
    const atBob = bob.listen(withTone);
    fixture.control.signal('SIGSTOP');
    const call = ada.call('102', { tone: TONES.caller });
    // as long as the supervisor would need to notice
    await delay(1000);
    await fixture.control.kill('SIGKILL');
    await fixture.control.start();
    await hearEachOther(call, atBob.nextCall());
    expect(await call.hangUp()).toMatchObject({ answered: true, endedBy: 'us' });
    await noLiveCalls();
  });

  test('a suspension that it missed is enforced when it is back', async () => {
    bob.listen(withTone);
    const call = ada.call('102', { tone: TONES.caller });
    await call.hears(620);
    await fixture.control.kill('SIGKILL');
    await bakery.setStatus('SUSPENDED');
    await fixture.control.start();
    expect((await call.ended).endedBy).toBe('them');
    await noLiveCalls();
  });
});
