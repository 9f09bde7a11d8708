import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../sip/call.ts';
import type { Carrier } from '../sip/carrier.ts';
import type { Phone } from '../sip/phone.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from './call-control-fixture.ts';
import { hearEachOther, talkFor, TONES } from './talk.ts';
import { until } from '../until.ts';

let fixture: CallControlFixture;
let bakery: TenantWithPhones;
let garage: TenantWithPhones;
let world: Carrier;
let ada: Phone;
let bob: Phone;
let gus: Phone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  world = await fixture.carrier('world');
  bakery = await fixture.tenant('bakery', ['101', '102', '103']);
  await bakery.addNumber('+12125550101', '101');
  await bakery.addNumber('+12125550109');
  garage = await fixture.tenant('garage', ['301', '302']);
  await garage.addNumber('+12125550103', '301');
  [ada, bob, gus] = await Promise.all([bakery.phone('101'), bakery.phone('102'), garage.phone('301')]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output());
  await bakery.setStatus('ACTIVE');
});
afterAll(async () => {
  for (const each of [ada, bob, gus, world]) await each?.[Symbol.asyncDispose]();
  await fixture?.[Symbol.asyncDispose]();
});

const live = () => fixture.app.query<{ id: string; emergency: boolean }>('select * from live_calls');
const history = (id: string) => fixture.app.query('select * from calls where id = $1', [id]);
const noLiveCalls = () => until('no live calls', async () => (await live()).length === 0);

const withTone = { tone: TONES.callee };

describe('to and from the world outside', () => {
  test('a caller is shown by the tenant’s number, and is heard both ways', async () => {
    const atWorld = world.listen(withTone);
    const call = ada.call('2125559999', { tone: TONES.caller });
    const taken = await atWorld.nextCall();
    expect(taken).toMatchObject({ dialled: '+12125559999', from: { number: '+12125550101' } });
    await hearEachOther(call, taken);
    expect((await call.hangUp()).heard.jumps).toEqual({ ssrc: 0, sequence: 0 });
  });

  test('numbers are dialled as people and phone books write them', async () => {
    const atWorld = world.listen({ hangUpAfterMs: 0 });
    for (const dialled of [
      '212-555-9999',
      '(212)%20555-9999',
      '212.555.9999',
      '12125559999#',
      '0012125559999',
      '5559999',
    ]) {
      const call = ada.call(dialled);
      expect(await atWorld.nextCall(), dialled).toMatchObject({ dialled: '+12125559999' });
      expect(await call.ended, dialled).toMatchObject({ answered: true });
    }
  });

  test('911 is reached however it is written', async () => {
    const atWorld = world.listen({ hangUpAfterMs: 0 });
    for (const dialled of ['911;phone-context=+1', '911%23', '911#', '+911', '1911', '9-1-1', '112']) {
      const call = ada.call(dialled);
      expect(await atWorld.nextCall(), dialled).toMatchObject({ dialled: '911', from: { number: '+12125550101' } });
      expect(await call.ended, dialled).toMatchObject({ answered: true });
    }
    await noLiveCalls();
    await fixture.app.query('delete from calls where emergency');
  });

  test('a ported number is called with the parameters of its porting', async () => {
    const atAda = ada.listen({ hangUpAfterMs: 0 });
    for (const called of ['+12125550101;npdi;rn=+12125550000', '+12125550101;cic=+10288', '2125550101']) {
      expect(await world.callIn(called, { server: fixture.sip, from: '+15551230000' }).ended, called).toMatchObject({
        answered: true,
      });
    }
    expect(atAda.calls).toHaveLength(3);
  });

  test('*67 hides the number from the callee, not from the carrier', async () => {
    const atWorld = world.listen({ hangUpAfterMs: 0 });
    const call = ada.call('*672125559999');
    const taken = await atWorld.nextCall();
    expect(taken).toMatchObject({ from: { number: 'anonymous' }, assertedIdentity: { number: '+12125550101' } });
    expect(taken.invite.header('Privacy')).toBe('id');
    await call.ended;
  });

  test('a phone that is set to hide its number hides it, but from 911', async () => {
    const atWorld = world.listen({ hangUpAfterMs: 0 });
    const hidden = { from: { number: 'anonymous' }, assertedIdentity: { number: '+12125550101' } };
    for (const setting of [{ headers: { Privacy: 'id' } }, { from: 'anonymous' }]) {
      const call = ada.call('2125559999', setting);
      expect(await atWorld.nextCall()).toMatchObject(hidden);
      await call.ended;
      const shown = ada.call('*822125559999', setting);
      expect(await atWorld.nextCall()).toMatchObject({ from: { number: '+12125550101' } });
      await shown.ended;
    }
    const emergency = ada.call('911', { from: 'anonymous', headers: { Privacy: 'id' } });
    expect(await atWorld.nextCall()).toMatchObject({ dialled: '911', from: { number: '+12125550101' } });
    await emergency.ended;
    await noLiveCalls();
    await fixture.app.query('delete from calls where emergency');
  });

  test('what the carrier says before the answer is heard, and goes on without a jump', async () => {
    const atWorld = world.listen({ earlyMedia: true, answerAfterMs: 1000, ...withTone });
    const call = ada.call('2125559999', { tone: TONES.caller });
    await call.earlyMedia;
    await call.hears(620);
    await call.answered;
    const taken = await atWorld.nextCall();
    await taken.hears(440);
    // in the very moment of the answer
    expect((await call.hangUp()).heard.jumps).toEqual({ ssrc: 0, sequence: 0 });
    expect((await taken.ended).endedBy).toBe('them');
    await noLiveCalls();
  });

  test.each([
    ['busy', 486, 486],
    ['no such number', 404, 404],
    ['declined', 603, 603],
    ['out of order', 503, 503],
  ] as const)('%s is passed on', async (_, rejectWith, told) => {
    world.listen({ rejectWith });
    expect(await ada.call('2125559999').ended).toMatchObject({ finalStatus: told, answered: false });
  });

  test('dear numbers are refused before a carrier hears of them, and so is the call too many', async () => {
    const atWorld = world.listen(withTone);
    for (const dialled of ['+19005559999', '+88216123456', '011442079460958']) {
      const call = ada.call(dialled);
      await call.hears('sound');
      expect(await call.ended, dialled).toMatchObject({ finalStatus: 403, answered: false, earlyMedia: true });
    }
    const calls = [];
    for (let n = 0; n < 4; n++) {
      calls.push(ada.call('2125559999', { tone: TONES.caller }));
      await calls[n]!.answered;
    }
    const tooMany = ada.call('2125559999');
    await tooMany.hears('sound');
    expect(await tooMany.ended).toMatchObject({ finalStatus: 503, answered: false, earlyMedia: true });
    expect(atWorld.calls).toHaveLength(4);
    for (const call of calls) await call.hangUp();
    await noLiveCalls();
    expect(
      await fixture.app.query('select reason from calls where reason is not null order by admitted_at desc limit 4'),
    ).toEqual(['too_many_calls', 'not_permitted', 'not_permitted', 'not_permitted'].map((reason) => ({ reason })));
  });

  test('a carrier that fails is followed by the next', async () => {
    await using backup = await fixture.carrier('backup', { priority: 2 });
    world.listen({ rejectWith: 503 });
    const atBackup = backup.listen({ hangUpAfterMs: 0 });
    expect(await ada.call('2125559999').ended).toMatchObject({ answered: true });
    expect(atBackup.calls).toHaveLength(1);
  });

  test('a call to a number rings its extension, however hidden the caller is', async () => {
    const atAda = ada.listen(withTone);
    const call = world.callIn('+12125550101', {
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

  test('a number that is not ours or leads nowhere', async () => {
    const callIn = (number: string) => world.callIn(number, { server: fixture.sip, from: '+15551230000' });
    expect(await callIn('+12125550999').ended).toMatchObject({ finalStatus: 404, earlyMedia: false });
    const unrouted = callIn('+12125550109');
    await unrouted.hears('sound');
    expect(await unrouted.ended).toMatchObject({ finalStatus: 404, earlyMedia: true, answered: false });
    expect(await fixture.app.query(`select reason from calls where to_number = '+12125550109'`)).toEqual([
      { reason: 'not_in_service' },
    ]);
  });
});

describe('inside', () => {
  test('every phone of an extension rings; who answers has it, the other learns that it was answered', async () => {
    await using second = await bakery.phone('102');
    const atSecond = second.listen({ answerAfterMs: 'never' });
    const atBob = bob.listen({ answerAfterMs: 500, ...withTone });
    const call = ada.call('102', { tone: TONES.caller });
    await hearEachOther(call, atBob.nextCall());
    const missed = await (await atSecond.nextCall()).ended;
    expect(missed).toMatchObject({ answered: false });
    expect(missed.reasons.join()).toContain('Call completed elsewhere');
    await call.hangUp();
    await second.unregister();
  });

  test('busy, unreachable, oneself and unknown are told apart', async () => {
    bob.listen({ rejectWith: 486 });
    expect((await ada.call('102').ended).finalStatus).toBe(486);
    expect((await ada.call('103').ended).finalStatus).toBe(480);
    expect((await ada.call('101').ended).finalStatus).toBe(486);
    const unknown = ada.call('7777');
    await unknown.hears('sound');
    expect(await unknown.ended).toMatchObject({ finalStatus: 404, answered: false, earlyMedia: true });
  });

  test('nobody answers in the ring time: 480, and the phone stops ringing', async () => {
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

describe('who calls back after 911', () => {
  test('reaches the phone that called or the number’s own, whichever answers, though the other is busy or unplugged', async () => {
    await using cook = await bakery.phone('103');
    const atWorld = world.listen(withTone);
    const emergency = cook.call('911', { tone: TONES.caller });
    await hearEachOther(emergency, atWorld.nextCall());
    await emergency.hangUp();
    await noLiveCalls();
    const back = () => world.callIn('+12125550101', { server: fixture.sip, from: '911', tone: TONES.caller });
    const [atAda, atCook] = [ada.listen({ answerAfterMs: 500, ...withTone }), cook.listen({ rejectWith: 486 })];
    const first = back();
    await hearEachOther(first, atAda.nextCall());
    expect(atCook.calls).toHaveLength(1);
    await first.hangUp();
    ada.listen({ rejectWith: 486 });
    const again = cook.listen({ answerAfterMs: 500, ...withTone });
    const second = back();
    await hearEachOther(second, again.nextCall());
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

describe('a suspended tenant', () => {
  beforeAll(() => garage.setStatus('SUSPENDED'));
  afterAll(() => garage.setStatus('ACTIVE'));

  test.each(['302', '2125559999'])('hears why it cannot call %s', async (dialled) => {
    const call = gus.call(dialled);
    await call.hears('sound');
    expect(await call.ended).toMatchObject({ finalStatus: 403, answered: false, earlyMedia: true });
  });

  test('its callers hear it too, unanswered', async () => {
    const call = world.callIn('+12125550103', { server: fixture.sip, from: '+15551230000' });
    await call.hears('sound');
    expect(await call.ended).toMatchObject({ finalStatus: 403, answered: false, earlyMedia: true });
  });

  test('reaches 911 with a number to call back, is called back, and neither call is ended', async () => {
    const atWorld = world.listen(withTone);
    const call = gus.call('9911', { tone: TONES.caller });
    const taken = await atWorld.nextCall();
    expect(taken).toMatchObject({ dialled: '911', from: { number: '+12125550103' } });
    await hearEachOther(call, taken);
    await garage.setStatus('ACTIVE');
    await garage.setStatus('SUSPENDED');
    await call.hangUp();
    await noLiveCalls();

    const atGus = gus.listen(withTone);
    const back = world.callIn('+12125550103', { server: fixture.sip, from: '911', tone: TONES.caller });
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

describe('call control that fails', () => {
  afterEach(() => fixture.control.ensureStarted());

  test('killed in a talk, a ringing and an emergency: sound goes on, all are taken over, each is written once', async () => {
    const atBob = bob.listen(withTone);
    const talking = ada.call('102', { tone: TONES.caller });
    const taken = await hearEachOther(talking, atBob.nextCall());
    const atWorld = world.listen(withTone);
    const emergency = gus.call('911', { tone: TONES.caller });
    await hearEachOther(emergency, atWorld.nextCall());
    const atAda = ada.listen({ answerAfterMs: 'never', ...withTone });
    const ringing = world.callIn('+12125550101', { server: fixture.sip, from: '+15551230000', tone: TONES.caller });
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

  test('away: 911 goes out by the dialplan and is left alone when it is back; others hear that calls are not possible', async () => {
    await fixture.control.kill('SIGKILL');
    const atWorld = world.listen(withTone);
    for (const dialled of ['911#', '*67(9)-11', '+1911', '112']) {
      const call = gus.call(dialled);
      expect(await atWorld.nextCall(), dialled).toMatchObject({ dialled: '911', from: { number: '+12125550103' } });
      await call.answered;
      await call.hangUp();
    }
    const emergency = gus.call('911', { tone: TONES.caller });
    const taken = await atWorld.nextCall();
    expect(taken).toMatchObject({ dialled: '911', from: { number: '+12125550103' } });
    await hearEachOther(emergency, taken);
    const inbound = world.callIn('+12125550101', { server: fixture.sip, from: '+15551230000' });
    const expectNotPossible = async (call: Call) => {
      await call.hears('sound');
      expect(await call.ended).toMatchObject({ finalStatus: 503, answered: false, earlyMedia: true });
    };
    await Promise.all([ada.call('102'), inbound].map(expectNotPossible));
    await fixture.control.start();
    await emergency.hears(620);
    expect(await emergency.hangUp()).toMatchObject({ answered: true, endedBy: 'us' });
  });

  test('stuck, and then ended: who called meanwhile is put through afterwards', async () => {
    const atBob = bob.listen(withTone);
    fixture.control.signal('SIGSTOP');
    const call = ada.call('102', { tone: TONES.caller });
    // for as long as the supervisor, which is the test here, would need to notice
    await delay(1000);
    await fixture.control.kill('SIGKILL');
    await fixture.control.start();
    await hearEachOther(call, atBob.nextCall());
    expect(await call.hangUp()).toMatchObject({ answered: true, endedBy: 'us' });
    await noLiveCalls();
  });

  test('a suspension that it slept through is made up for when it is back', async () => {
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
