import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  CallLine,
  callFrom,
  dialFrom,
  notified,
  replacing,
  type RingingLine,
  ringAt,
  transferEnded,
} from '../../sip/desk-phone.ts';
import { callerDialog } from '../../sip/dialog.ts';
import { parseParty, type SipMessage } from '../../sip/message.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { audioSdp } from '../../sip/sdp.ts';
import { lockTenantRow } from '../../tenants.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

const TONE = { ada: 440, bob: 620, cleo: 900 };

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let ada: RawPhone;
let bob: RawPhone;
let cleo: RawPhone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  shop = await fixture.addTenant('bakery', ['101', '102', '103']);
  await shop.addNumber('+12125550101', '101');
  [ada, bob, cleo] = await Promise.all([shop.openRawPhone('101'), shop.openRawPhone('102'), shop.openRawPhone('103')]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-6000));
  [ada, bob, cleo].forEach((phone) => phone.clearUnread());
  await fixture.callsToEnd();
});
afterAll(async () => {
  for (const each of [ada, bob, cleo, fixture]) await each?.[Symbol.asyncDispose]();
});

type Talk = { atAda: CallLine; atBob: CallLine };

/** Ada calls Bob, and they hear each other. */
async function talk(): Promise<Talk> {
  const calling = callFrom(ada, '102', TONE.ada);
  const atBob = await (await ringAt(bob)).answer(TONE.bob);
  const atAda = await calling;
  await hearEachOther(atAda, TONE.bob, atBob, TONE.ada);
  return { atAda, atBob };
}
const hearEachOther = (one: CallLine, hears: number, other: CallLine, otherHears: number) =>
  Promise.all([one.media.hears(hears), other.media.hears(otherHears)]);

/** A phone transfers the other side, and hangs up when that is over, as phones do. */
async function sendAway(giver: CallLine, to: string): Promise<void> {
  expect(await giver.refer(to)).toBe(202);
  expect(await notified(giver.phone)).toContain('100');
  await transferEnded(giver.phone);
  expect(await giver.bye()).toBe(200);
}

async function hangUp(from: CallLine, other: CallLine): Promise<SipMessage> {
  expect(await from.bye()).toBe(200);
  return other.ended();
}
const lastCall = async () => (await fixture.app.query('select * from calls order by admitted_at desc limit 1'))[0];
const eventsOf = (call?: Record<string, unknown>) =>
  ((call?.['path'] ?? []) as { event: string }[]).map(({ event }) => event);

describe('a blind transfer', () => {
  test.each(['callee', 'caller'] as const)('by the %s: the other two talk', async (by) => {
    const { atAda, atBob } = await talk();
    const [giver, stays, toneOfStays] = by === 'callee' ? [atBob, atAda, TONE.ada] : [atAda, atBob, TONE.bob];
    await sendAway(giver, '103');
    const atRing = await ringAt(cleo);
    expect(parseParty(atRing.invite.header('From') ?? '').number).toBe(by === 'callee' ? '101' : '102');
    await stays.media.hears('sound');
    const atCleo = await atRing.answer(TONE.cleo);
    await hearEachOther(stays, TONE.cleo, atCleo, toneOfStays);
    expect(await fixture.app.query('select answered_at is not null as answered from live_calls')).toEqual([
      { answered: true },
    ]);
    await hangUp(stays, atCleo);
    await until('it is written down', async () => eventsOf(await lastCall()).length === 3);
    const call = await lastCall();
    expect(eventsOf(call)).toEqual(['rang', 'transferred', 'rang']);
    expect(call).toMatchObject({ answered_extension_id: shop.extensionId('102') });
  });

  test('continues when the transferring phone hangs up right after the 202', async () => {
    const { atAda, atBob } = await talk();
    expect(await atBob.refer('103')).toBe(202);
    expect(await atBob.bye()).toBe(200);
    const atCleo = await (await ringAt(cleo)).answer(TONE.cleo);
    await hearEachOther(atAda, TONE.cleo, atCleo, TONE.ada);
    expect((await hangUp(atCleo, atAda)).method).toBe('BYE');
  });

  test.each([486, 404, 480])(
    'to a phone that responds %i rings back the phone that sent it, marked as a return',
    async (status) => {
      const { atAda, atBob } = await talk();
      await sendAway(atBob, '103');
      (await ringAt(cleo)).refuse(status);
      const back = await ringAt(bob);
      expect(parseParty(back.invite.header('From') ?? '')).toMatchObject({
        name: expect.stringContaining('Return'),
        number: '101',
      });
      const again = await back.answer(TONE.bob);
      await hearEachOther(atAda, TONE.bob, again, TONE.ada);
      expect((await hangUp(again, atAda)).method).toBe('BYE');
    },
  );

  test('still rings back if call control was killed while the target rang', async () => {
    const { atAda, atBob } = await talk();
    await sendAway(atBob, '103');
    const ringing = await ringAt(cleo);
    await fixture.control.kill('SIGKILL');
    await fixture.control.start();
    ringing.refuse(486);
    const back = await ringAt(bob);
    expect(parseParty(back.invite.header('From') ?? '').name).toContain('Return');
    const again = await back.answer(TONE.bob);
    await hearEachOther(atAda, TONE.bob, again, TONE.ada);
    expect((await hangUp(again, atAda)).method).toBe('BYE');
  });

  test('that nobody takes in the end hangs up the waiting party', async () => {
    const { atAda, atBob } = await talk();
    await sendAway(atBob, '103');
    (await ringAt(cleo)).refuse(486);
    (await ringAt(bob)).refuse(486);
    expect((await atAda.ended()).method).toBe('BYE');
  });

  test('to a number that the tenant may not call rings back the phone that sent it', async () => {
    const { atAda, atBob } = await talk();
    await sendAway(atBob, '19005550100');
    const again = await (await ringAt(bob)).answer(TONE.bob);
    await hearEachOther(atAda, TONE.bob, again, TONE.ada);
    expect((await hangUp(again, atAda)).method).toBe('BYE');
  });

  test('to an outside number uses a line and shows the tenant’s number', async () => {
    await using carrier = await fixture.addCarrier('carrier');
    const atCarrier = carrier.listen({ tone: 700 });
    const { atAda, atBob } = await talk();
    await sendAway(atBob, '2125559999');
    const taken = await atCarrier.nextCall();
    expect(taken).toMatchObject({ dialled: '+12125559999', from: { number: '+12125550101' } });
    await Promise.all([atAda.media.hears(700), taken.hears(TONE.ada)]);
    expect(await fixture.app.query('select uses_line from live_calls')).toEqual([{ uses_line: true }]);
    expect(await atAda.bye()).toBe(200);
    await taken.ended;
  });

  test.each([
    'sip:103;phone-context=+1@HOST',
    'tel:103;phone-context=+1',
    'sip:%D9%A1%D9%A0%D9%A3@HOST',
    'sip:%31%30%33@HOST',
  ])('to %s is one to the number', async (target) => {
    const { atAda, atBob } = await talk();
    await sendAway(atBob, `<${target.replace('HOST', `${fixture.sip.host}:${fixture.sip.port}`)}>`);
    const atCleo = await (await ringAt(cleo)).answer(TONE.cleo);
    await hearEachOther(atAda, TONE.cleo, atCleo, TONE.ada);
    expect((await hangUp(atAda, atCleo)).method).toBe('BYE');
  });

  test.each(['+12025550199;phone-context=+1', '911;phone-context=+1'])(
    'to %s is one to the number, outside',
    async (dialled) => {
      await using carrier = await fixture.addCarrier('carrier');
      const atCarrier = carrier.listen({ tone: 700 });
      const { atAda, atBob } = await talk();
      await sendAway(atBob, `<sip:${dialled}@${fixture.sip.host}:${fixture.sip.port}>`);
      const taken = await atCarrier.nextCall();
      expect(taken).toMatchObject({ dialled: dialled.split(';')[0] });
      await atAda.media.hears(700);
      expect(await atAda.bye()).toBe(200);
      await taken.ended;
    },
  );

  test('stops ringing when the waiting party hangs up', async () => {
    const { atAda, atBob } = await talk();
    await sendAway(atBob, '103');
    const ringing: RingingLine = await ringAt(cleo);
    expect(await atAda.bye()).toBe(200);
    const cancel = await cleo.nextRequest('CANCEL');
    cleo.respond(cancel, 200, 'OK');
    cleo.respond(ringing.invite, 487, 'Request Terminated');
  });

  test('while on hold stops the music, and the other two talk', async () => {
    const { atAda, atBob } = await talk();
    expect(await atBob.hold()).toBe(200);
    await atAda.media.hears('sound');
    await sendAway(atBob, '103');
    const atCleo = await (await ringAt(cleo)).answer(TONE.cleo);
    await hearEachOther(atAda, TONE.cleo, atCleo, TONE.ada);
    expect((await hangUp(atCleo, atAda)).method).toBe('BYE');
  });
});

describe('a transfer before the call is answered is refused, and the call continues', () => {
  /** Transfers by this phone, and returns the final status that it hears of. */
  async function refused(giver: CallLine): Promise<string> {
    expect(await giver.refer('103')).toBe(202);
    expect(await notified(giver.phone)).toContain('100');
    return notified(giver.phone);
  }

  test('by a phone that hears the early media of an outside number, which it can transfer once that has answered', async () => {
    await using carrier = await fixture.addCarrier('carrier');
    const atCarrier = carrier.listen({ earlyMedia: true, answerAfterMs: 'never', tone: 700 });
    const dialled = await dialFrom(ada, '2125559999');
    const taken = await atCarrier.nextCall();
    const early = await dialled.outgoing.provisional(183);
    expect(await refused(new CallLine(ada, dialled.media, callerDialog(early.header('From') ?? '', early)))).toContain(
      '404',
    );
    taken.answer();
    const atAda = await dialled.answered(TONE.ada);
    await Promise.all([atAda.media.hears(700), taken.hears(TONE.ada)]);
    await sendAway(atAda, '103');
    const atCleo = await (await ringAt(cleo)).answer(TONE.cleo);
    await Promise.all([atCleo.media.hears(700), taken.hears(TONE.cleo)]);
    expect(await atCleo.bye()).toBe(200);
    await taken.ended;
  });

  test('by a party that was transferred outside, while it hears early media', async () => {
    await using carrier = await fixture.addCarrier('carrier');
    const atCarrier = carrier.listen({ earlyMedia: true, answerAfterMs: 'never', tone: 700 });
    const { atAda, atBob } = await talk();
    await sendAway(atBob, '2125559999');
    const taken = await atCarrier.nextCall();
    await atAda.media.hears(700);
    expect(await refused(atAda)).toContain('404');
    taken.answer();
    await Promise.all([atAda.media.hears(700), taken.hears(TONE.ada)]);
    expect(await atAda.bye()).toBe(200);
    await taken.ended;
  });

  test('by a phone that hears an announcement', async () => {
    const atAda = await callFrom(ada, '70', TONE.ada);
    expect(await refused(atAda)).toContain('400');
    await atAda.media.hears('sound');
    expect(await atAda.bye()).toBe(200);
  });
});

describe('an attended transfer', () => {
  /** Ada calls Bob, who puts her on hold and talks to Cleo. */
  async function consult(): Promise<Talk & { toCleo: CallLine; atCleo: CallLine }> {
    const { atAda, atBob } = await talk();
    expect(await atBob.hold()).toBe(200);
    const calling = callFrom(bob, '103', TONE.bob);
    const atCleo = await (await ringAt(cleo)).answer(TONE.cleo);
    const toCleo = await calling;
    await hearEachOther(toCleo, TONE.cleo, atCleo, TONE.bob);
    return { atAda, atBob, toCleo, atCleo };
  }

  test('joins the other two, and either can end the call', async () => {
    const { atAda, atBob, toCleo, atCleo } = await consult();
    expect(await toCleo.hold()).toBe(200);
    expect(await atBob.refer(replacing(toCleo, '103'))).toBe(202);
    expect(await notified(bob)).toContain('100');
    await transferEnded(bob);
    await hearEachOther(atAda, TONE.cleo, atCleo, TONE.ada);
    expect(await atBob.bye()).toBe(200);
    await toCleo.ended();
    await hearEachOther(atAda, TONE.cleo, atCleo, TONE.ada);
    expect((await hangUp(atCleo, atAda)).method).toBe('BYE');
    await fixture.callsToEnd();
    const [consulting, first] = await fixture.app.query('select * from calls order by admitted_at desc limit 2');
    expect(eventsOf(first)).toEqual(['rang', 'transferred']);
    expect(eventsOf(consulting)).toEqual(['rang']);
  });

  test('completed while the target still rings: they talk once it answers', async () => {
    const { atAda, atBob } = await talk();
    const ringing = await dialFrom(bob, '103');
    const first = await ringAt(cleo);
    const early = await ringing.outgoing.provisional(180);
    const dialog = callerDialog(early.header('From') ?? '', early);
    expect(await atBob.refer(replacing(new CallLine(bob, ringing.media, dialog), '103'))).toBe(202);
    cleo.respond(await cleo.nextRequest('CANCEL'), 200, 'OK');
    cleo.respond(first.invite, 487, 'Request Terminated');
    const atCleo = await (await ringAt(cleo)).answer(TONE.cleo);
    await hearEachOther(atAda, TONE.cleo, atCleo, TONE.ada);
    expect((await hangUp(atAda, atCleo)).method).toBe('BYE');
    expect(await atBob.bye()).toBe(200);
  });

  test('into another tenant’s call rings back, and that call continues', async () => {
    const garage = await fixture.addTenant('garage', ['301', '302']);
    const [gus, hal] = await Promise.all([garage.openRawPhone('301'), garage.openRawPhone('302')]);
    const calling = callFrom(gus, '302', 1000);
    const atHal = await (await ringAt(hal)).answer(1300);
    const atGus = await calling;
    const { atAda, atBob } = await talk();
    await sendAway(atBob, replacing(atGus, '302'));
    const back = await (await ringAt(bob)).answer(TONE.bob);
    await hearEachOther(atAda, TONE.bob, back, TONE.ada);
    // and with an INVITE, which is then an ordinary call
    const value = /Replaces=([^>]*)/.exec(replacing(atGus, '302'))?.[1] ?? '';
    const taking = cleo.invite('302', audioSdp(9), [`Replaces: ${decodeURIComponent(value)}`]);
    expect((await taking.final).status).toBe(404);
    await hearEachOther(atGus, 1300, atHal, 1000);
    expect((await hangUp(atGus, atHal)).method).toBe('BYE');
    expect((await hangUp(back, atAda)).method).toBe('BYE');
    for (const phone of [gus, hal]) await phone[Symbol.asyncDispose]();
  });
});

test('no REFER, however odd, crashes Asterisk', async () => {
  const { pid } = fixture.asterisk;
  const targets = [
    '<sip:+19005550100@203.0.113.1>',
    '<sip:103@127.0.0.1?Replaces=x%3Bto-tag%3Dx%3Bfrom-tag%3Dy>',
    '<tel:933>',
  ];
  const refused = ['<sip:x%0d%0aX-Evil:1@127.0.0.1>', 'sip:@', '', '<mailto:a@b>', '<sip:103@h>, <sip:102@h>'];
  const extras = [[], ['Refer-Sub: false'], ['Refer-Sub: false', 'Supported: norefersub'], ['Referred-By: <sip:x@y>']];
  for (const [target, isRefused] of [
    ...targets.map((each) => [each, false] as const),
    ...refused.map((each) => [each, true] as const),
  ]) {
    for (const extra of extras) {
      const { atAda, atBob } = await talk();
      const answer = await ada.within(atAda.dialog, 'REFER', { headers: [`Refer-To: ${target}`, ...extra] });
      expect((answer.status ?? 0) >= 400, `${target} ${extra.join()}`).toBe(isRefused);
      if (isRefused) await hearEachOther(atAda, TONE.bob, atBob, TONE.ada);
      expect(await atBob.bye()).toBe(200);
      await atAda.bye();
      await fixture.callsToEnd();
      ada.clearUnread();
    }
  }
  expect(() => process.kill(pid, 0)).not.toThrow();
  expect(await shop.openRawPhone('101').then((phone) => phone[Symbol.asyncDispose]())).toBeUndefined();
});

test('suspending the tenant ends a call that is being transferred', async () => {
  const { atAda, atBob } = await talk();
  await sendAway(atBob, '103');
  const ringing = await ringAt(cleo);
  await shop.setStatus('SUSPENDED');
  expect((await atAda.ended()).method).toBe('BYE');
  cleo.respond(await cleo.nextRequest('CANCEL'), 200, 'OK');
  cleo.respond(ringing.invite, 487, 'Request Terminated');
  await shop.setStatus('ACTIVE');
});

test('a transfer to 911 goes out even if the database doesn’t decide it in time', async () => {
  await using carrier = await fixture.addCarrier('carrier');
  const { atAda, atBob } = await talk();
  const atCarrier = carrier.listen({ tone: 700 });
  const lock = await lockTenantRow(fixture.app.database.urls.superuser, shop.id);
  expect(await atBob.refer('911')).toBe(202);
  const taken = await atCarrier.nextCall();
  expect(taken).toMatchObject({ dialled: '911', from: { number: '+12125550101' } });
  await Promise.all([atAda.media.hears(700), taken.hears(TONE.ada)]);
  await lock.release();
  const live = () => fixture.app.query('select emergency, to_number, extension_id, callback_number from live_calls');
  const stored = [
    { emergency: true, to_number: '911', extension_id: shop.extensionId('102'), callback_number: '+12125550101' },
  ];
  await until('the live row', async () => isDeepStrictEqual(await live(), stored));
  expect(await fixture.app.query('select number from emergency_calls')).toContainEqual({ number: '911' });
  expect(await atBob.bye()).toBe(200);
  expect(await atAda.bye()).toBe(200);
  await taken.ended;
});

test('an emergency call can’t be transferred, and continues', async () => {
  await using carrier = await fixture.addCarrier('carrier');
  const atCarrier = carrier.listen({ tone: 700 });
  const calling = callFrom(ada, '911', TONE.ada);
  const taken = await atCarrier.nextCall();
  const atAda = await calling;
  expect(await atAda.refer('103')).toBe(202);
  expect(await notified(ada)).toContain('100');
  expect(await notified(ada)).toContain('404');
  await Promise.all([atAda.media.hears(700), taken.hears(TONE.ada)]);
  expect(await atAda.bye()).toBe(200);
  await taken.ended;
});
