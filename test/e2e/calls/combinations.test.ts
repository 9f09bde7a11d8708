import { readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Carrier } from '../../sip/carrier.ts';
import { CallLine, callFrom, dialFrom, notified, replacing, ringAt, transferEnded } from '../../sip/desk-phone.ts';
import { callerDialog } from '../../sip/dialog.ts';
import { parseParty } from '../../sip/message.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

// Features in combination, as offices use them: Ada (101) calls Bob (102), who sends her on.

const TONE = { ada: 440, bob: 620, cleo: 900 };

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let carrier: Carrier;
let ada: RawPhone;
let bob: RawPhone;
let cleo: RawPhone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  shop = await fixture.addTenant('bakery', ['101', '102', '103', '104']);
  await shop.addNumber('+12125550101', '101');
  carrier = await fixture.addCarrier('carrier');
  [ada, bob, cleo] = await Promise.all([shop.openRawPhone('101'), shop.openRawPhone('102'), shop.openRawPhone('103')]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-6000));
  // also ends what a failed test has left
  await shop.setStatus('SUSPENDED');
  await fixture.callsToEnd();
  await shop.setStatus('ACTIVE');
  for (const table of ['forwarding', 'ring_group_members', 'ring_groups', 'voicemails'])
    await fixture.app.query(`delete from ${table}`);
  await fixture.app.query('update extensions set call_waiting = true, voicemail_enabled = false');
  [ada, bob, cleo].forEach((phone) => phone.clearUnread());
});
afterAll(async () => {
  for (const each of [ada, bob, cleo, carrier, fixture]) await each?.[Symbol.asyncDispose]();
});

async function change(number: string, fields: object): Promise<void> {
  const { status } = await fixture.ask('PATCH', `${shop.path}/extensions/${shop.extensionId(number)}`, fields);
  expect(status).toBe(200);
}
async function silence(number: string): Promise<void> {
  const path = `${shop.path}/extensions/${shop.extensionId(number)}/forwarding`;
  expect((await fixture.ask('PUT', path, { doNotDisturb: true })).status).toBe(200);
}

type Talk = { atAda: CallLine; atBob: CallLine };
const hearEachOther = (atAda: CallLine, hears: number, other: CallLine) =>
  Promise.all([atAda.media.hears(hears), other.media.hears(TONE.ada)]);

/** Ada calls Bob, and they hear each other. */
async function talk(): Promise<Talk> {
  const calling = callFrom(ada, '102', TONE.ada);
  const atBob = await (await ringAt(bob)).answer(TONE.bob);
  const atAda = await calling;
  await hearEachOther(atAda, TONE.bob, atBob);
  return { atAda, atBob };
}
/** Bob transfers Ada, and hangs up when that is over, as phones do. */
async function sendAway(atBob: CallLine, to: string): Promise<void> {
  expect(await atBob.refer(to)).toBe(202);
  expect(await notified(bob)).toContain('100');
  await transferEnded(bob);
  expect(await atBob.bye()).toBe(200);
}
async function hangUp(from: CallLine, other: CallLine): Promise<void> {
  expect(await from.bye()).toBe(200);
  expect((await other.ended()).method).toBe('BYE');
}
/** The events on the paths of the live calls. */
const paths = async () =>
  (await fixture.app.query<{ path: { event: string }[] }>('select path from live_calls')).map(({ path }) =>
    path.map(({ event }) => event),
  );
const messagesFrom = (number: string) => fixture.app.query('select from voicemails where from_number = $1', [number]);
/** Waits until a message is being recorded. */
const recording = (): Promise<unknown> =>
  until('a recording', () => readdirSync(`${fixture.asterisk.connection.spool}/recording`).length > 0);
/** Speaks for three seconds. */
async function speak({ media }: CallLine): Promise<void> {
  const since = Date.now();
  await until('three seconds of sound', () => media.heard(since).packets >= 150);
}

test('both hold, one transfers, and the other resumes while the target rings: they hear each other', async () => {
  const { atAda, atBob } = await talk();
  expect(await atBob.hold()).toBe(200);
  expect(await atAda.hold()).toBe(200);
  await sendAway(atBob, '103');
  const ringing = await ringAt(cleo);
  expect(await atAda.resume()).toBe(200);
  const atCleo = await ringing.answer(TONE.cleo);
  await hearEachOther(atAda, TONE.cleo, atCleo);
  await hangUp(atAda, atCleo);
});

test('a transfer to an outside number that is busy after early media comes back, and can end in a mailbox', async () => {
  await change('102', { voicemailEnabled: true });
  carrier.listen({ rejectWith: 486, earlyMedia: true });
  const { atAda, atBob } = await talk();
  await sendAway(atBob, '2125559999');
  (await ringAt(bob)).refuse(486);
  await until('the mailbox', async () => (await paths())[0]?.at(-1) === 'mailbox');
  await recording();
  await speak(atAda);
  await atAda.press('#');
  await until('the message', async () => (await messagesFrom('101')).length === 1);
  expect((await atAda.ended()).method).toBe('BYE');
});

test('an attended transfer that is completed while voicemail greets leads to that mailbox', async () => {
  await change('103', { voicemailEnabled: true });
  await silence('103');
  const { atAda, atBob } = await talk();
  expect(await atBob.hold()).toBe(200);
  const toCleo = await callFrom(bob, '103', TONE.bob);
  await toCleo.media.hears('sound');
  expect(await atBob.refer(replacing(toCleo, '103'))).toBe(202);
  await until('Ada is at the mailbox', async () =>
    (await paths()).some((path) => path.includes('transferred') && path.at(-1) === 'mailbox'),
  );
  expect((await toCleo.ended()).method).toBe('BYE');
  await recording();
  await speak(atAda);
  expect(await atAda.bye()).toBe(200);
  await until('the message', async () => (await messagesFrom('101')).length === 1);
  expect(await atBob.bye()).toBe(200);
});

test('an attended transfer leads to the phone that has picked up the consulted call', async () => {
  const { atAda, atBob } = await talk();
  expect(await atBob.hold()).toBe(200);
  await using dan = await shop.openRawPhone('104');
  const consulting = await dialFrom(bob, '104');
  const atDan = await ringAt(dan);
  const atCleo = await callFrom(cleo, '*8104', TONE.cleo);
  const toCleo = await consulting.answered(TONE.bob);
  dan.respond(await dan.nextRequest('CANCEL'), 200, 'OK');
  dan.respond(atDan.invite, 487, 'Request Terminated');
  await toCleo.media.hears(TONE.cleo);
  expect(await atBob.refer(replacing(toCleo, '104'))).toBe(202);
  expect((await toCleo.ended()).method).toBe('BYE');
  await hearEachOther(atAda, TONE.cleo, atCleo);
  expect(await atBob.bye()).toBe(200);
  await hangUp(atCleo, atAda);
});

test('a phone without call waiting gets back the call that it has transferred to an offline one', async () => {
  await change('102', { callWaiting: false });
  const { atAda, atBob } = await talk();
  await until('the parties', async () => {
    const [row] = await fixture.app.query<{ n: number }>('select cardinality(talking) as n from live_calls');
    return row?.n === 2;
  });
  await sendAway(atBob, '104');
  const back = await ringAt(bob);
  expect(parseParty(back.invite.header('From') ?? '').name).toContain('Return');
  const again = await back.answer(TONE.bob);
  await hearEachOther(atAda, TONE.bob, again);
  await hangUp(atAda, again);
});

test('a phone without call waiting rings again when the transferor leaves it to the waiting party', async () => {
  await change('103', { callWaiting: false });
  const { atAda, atBob } = await talk();
  const ringing = await dialFrom(bob, '103');
  const first = await ringAt(cleo);
  const early = await ringing.outgoing.provisional(180);
  await until('it rings', async () => {
    const [row] = await fixture.app.query<{ n: number }>('select max(cardinality(ringing)) as n from live_calls');
    return row?.n === 1;
  });
  const dialog = callerDialog(early.header('From') ?? '', early);
  expect(await atBob.refer(replacing(new CallLine(bob, ringing.media, dialog), '103'))).toBe(202);
  cleo.respond(await cleo.nextRequest('CANCEL'), 200, 'OK');
  cleo.respond(first.invite, 487, 'Request Terminated');
  const atCleo = await (await ringAt(cleo)).answer(TONE.cleo);
  await hearEachOther(atAda, TONE.cleo, atCleo);
  await hangUp(atAda, atCleo);
  expect(await atBob.bye()).toBe(200);
});

test('an extension called back from voicemail is heard, without ringback', async () => {
  await change('101', { voicemailEnabled: true });
  await silence('101');
  const leaving = await callFrom(bob, '101', TONE.bob);
  await recording();
  await speak(leaving);
  expect(await leaving.bye()).toBe(200);
  await until('the message', async () => (await messagesFrom('102')).length === 1);
  const atAda = await callFrom(ada, '*97', TONE.ada);
  await atAda.media.hears('sound');
  await atAda.press('14');
  const atBob = await (await ringAt(bob)).answer(TONE.bob);
  await hearEachOther(atAda, TONE.bob, atBob);
  await hangUp(atAda, atBob);
});
