import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { requestAri } from '../../../src/asterisk/ari-request.ts';
import { AriChannel, NOTE_VARIABLE, noteOf } from '../../../src/call-control/ari/ari-events.ts';
import { writeLegNote } from '../../../src/calls/model/leg-note.ts';
import { PARKED_MS } from '../../../src/calls/model/parking.ts';
import { watchExtension } from '../../sip/blf-key.ts';
import { type CallLine, callFrom, dialFrom, notified, replacing, ringAt, transferEnded } from '../../sip/desk-phone.ts';
import { parseParty } from '../../sip/message.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { audioSdp } from '../../sip/sdp.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

const TONE = { ada: 440, bob: 620, cleo: 900 };

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let garage: TenantWithPhones;
let ada: RawPhone;
let bob: RawPhone;
let cleo: RawPhone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  // 702 is an extension, and no slot
  shop = await fixture.addTenant('bakery', ['101', '102', '103', '702']);
  garage = await fixture.addTenant('garage', ['101', '103']);
  [ada, bob, cleo] = await Promise.all([shop.openRawPhone('101'), shop.openRawPhone('102'), shop.openRawPhone('103')]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-6000));
  await shop.setStatus('ACTIVE');
  await fixture.callsToEnd();
  [ada, bob, cleo].forEach((phone) => phone.clearUnread());
});
afterAll(async () => {
  for (const each of [ada, bob, cleo, fixture]) await each?.[Symbol.asyncDispose]();
});

/** Ada has called Bob. */
async function talk(): Promise<{ atAda: CallLine; atBob: CallLine }> {
  const calling = callFrom(ada, '102', TONE.ada);
  const atBob = await (await ringAt(bob)).answer(TONE.bob);
  const atAda = await calling;
  await Promise.all([atAda.media.hears(TONE.bob), atBob.media.hears(TONE.ada)]);
  return { atAda, atBob };
}
/** Bob has parked Ada, who hears music. */
async function park(to = '70'): Promise<CallLine> {
  const { atAda, atBob } = await talk();
  expect(await atBob.refer(to)).toBe(202);
  expect(await notified(bob)).toContain('100');
  await transferEnded(bob);
  expect(await atBob.bye()).toBe(200);
  await atAda.media.hears('sound');
  await slotsTaken(1);
  return atAda;
}
const slots = async () =>
  (
    await fixture.app.query<{ slot: string }>(
      `select step->>'slot' as slot from live_calls, jsonb_array_elements(path) step where step->>'event' = 'parked'`,
    )
  ).map(({ slot }) => slot);
/** Restarts call control after a crash. `meanwhile` runs while it is down. */
async function restart(meanwhile: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
  await fixture.control.kill('SIGKILL');
  await meanwhile();
  await fixture.control.start();
}
/** Makes the time in a slot pass for all parked calls: their channels say since when they wait. */
async function passTime(): Promise<void> {
  const { connection } = fixture.asterisk;
  const channels = z.array(AriChannel).parse((await requestAri(connection, 'GET', 'channels')).body);
  for (const channel of channels) {
    const note = noteOf(channel);
    if (!note?.parked?.since) continue;
    const since = new Date(Date.parse(note.parked.since) - PARKED_MS).toISOString();
    const value = writeLegNote({ ...note, parked: { ...note.parked, since } });
    await requestAri(connection, 'POST', `channels/${channel.id}/variable`, { variable: NOTE_VARIABLE, value });
  }
}
/** What has happened to the newest call on its way. */
const way = async () =>
  (
    await fixture.app.query<{ event: string }>(
      `select step->>'event' as event from (select path from calls order by admitted_at desc limit 2) c,
         jsonb_array_elements(c.path) with ordinality as each(step, n) where c.path @> '[{"event": "parked"}]' order by n`,
    )
  ).map(({ event }) => event);
const slotsTaken = (count: number) => until(`${count} calls are parked`, async () => (await slots()).length >= count);

test('a call transferred to 70 waits with music, and a phone that dials its slot picks it up', async () => {
  const atAda = await park();
  expect(await slots()).toEqual(['701']);
  const atCleo = await callFrom(cleo, '701', TONE.cleo);
  await Promise.all([atAda.media.hears(TONE.cleo), atCleo.media.hears(TONE.ada)]);
  expect(await atCleo.hold()).toBe(200);
  await atAda.media.hears('sound');
  expect(await atCleo.resume()).toBe(200);
  await Promise.all([atAda.media.hears(TONE.cleo), atCleo.media.hears(TONE.ada)]);
  expect(await atAda.bye()).toBe(200);
  expect((await atCleo.ended()).method).toBe('BYE');
});

test('a phone that calls 70 hears the slot and completes the transfer into it', async () => {
  const { atAda, atBob } = await talk();
  expect(await atBob.hold()).toBe(200);
  const desk = await callFrom(bob, '70', TONE.bob);
  await desk.media.hears('sound');
  expect(await atBob.refer(replacing(desk, '70'))).toBe(202);
  await slotsTaken(1);
  await atAda.media.hears('sound');
  expect(await atBob.bye()).toBe(200);
  expect(await slots()).toEqual(['701']);
  const atCleo = await callFrom(cleo, '701', TONE.cleo);
  await Promise.all([atAda.media.hears(TONE.cleo), atCleo.media.hears(TONE.ada)]);
  expect(await atCleo.bye()).toBe(200);
  expect((await atAda.ended()).method).toBe('BYE');
});

test('a slot is not used if it is taken or an extension has its number, and never holds another tenant’s call', async () => {
  await using gus = await garage.openRawPhone('103');
  const first = await park('701');
  const { atBob, atAda } = await talk();
  expect(await atBob.refer('701')).toBe(202);
  await slotsTaken(2);
  expect((await slots()).toSorted()).toEqual(['701', '703']);
  expect((await gus.invite('701', audioSdp(9)).final).status).toBe(480);
  expect((await (await dialFrom(cleo, '704')).outgoing.final).status).toBe(480);
  for (const each of [first, atAda]) expect(await each.bye()).toBe(200);
});

test('a parked call survives call control in its slot, and a phone that dials the slot picks it up', async () => {
  const atAda = await park();
  await restart(() => atAda.media.hears('sound'));
  const atCleo = await callFrom(cleo, '701', TONE.cleo);
  await Promise.all([atAda.media.hears(TONE.cleo), atCleo.media.hears(TONE.ada)]);
  expect(await atAda.bye()).toBe(200);
  expect((await atCleo.ended()).method).toBe('BYE');
  await fixture.callsToEnd();
  // it did not ring back meanwhile
  expect(await way()).toEqual(['rang', 'transferred', 'parked', 'retrieved']);
});

test('a parked call whose time is over rings back the phone that parked it, marked as a return, and then waits in its slot again', async () => {
  const atAda = await park();
  await restart(passTime);
  const back = await ringAt(bob);
  expect(parseParty(back.invite.header('From') ?? '').name).toContain('Return');
  // nor is the slot lost if call control is killed while the call rings back
  await restart();
  back.refuse(486);
  await atAda.media.hears('sound');
  await until('the call is parked again', async () => (await slots()).length === 2);
  const atCleo = await callFrom(cleo, '701', TONE.cleo);
  await Promise.all([atAda.media.hears(TONE.cleo), atCleo.media.hears(TONE.ada)]);
  expect(await atAda.bye()).toBe(200);
  expect((await atCleo.ended()).method).toBe('BYE');
});

test('a slot’s BLF key is lit while a call waits there, only in its own tenant, and also after restarts', async () => {
  await using gus = await garage.openRawPhone('103');
  const key = await until('the hints', async () => {
    const watched = await watchExtension(cleo, '701');
    return watched.status === 200 && watched;
  });
  const foreign = await watchExtension(gus, '701');
  await key.shows('terminated');
  const atAda = await park();
  await key.shows('confirmed');
  await restart(passTime);
  await key.shows('early');
  const back = await ringAt(bob);
  back.refuse(486);
  await key.shows('confirmed');
  await foreign.shows('terminated');
  const atCleo = await callFrom(cleo, '701', TONE.cleo);
  await key.shows('terminated');
  await Promise.all([atAda.media.hears(TONE.cleo), atCleo.media.hears(TONE.ada)]);
  expect(await atAda.bye()).toBe(200);
  expect((await atCleo.ended()).method).toBe('BYE');
});

test.runIf(process.env['LONG'])('a parked call that nobody picks up rings back after a minute', async () => {
  const atAda = await park();
  await restart();
  const back = await ringAt(bob, 70_000);
  expect(parseParty(back.invite.header('From') ?? '').name).toContain('Return');
  const atBob = await back.answer(TONE.bob);
  await Promise.all([atAda.media.hears(TONE.bob), atBob.media.hears(TONE.ada)]);
  expect(await slots()).toEqual(['701']);
  expect(await atAda.bye()).toBe(200);
  expect((await atBob.ended()).method).toBe('BYE');
});

test('suspending the tenant ends a parked call, and its phones can no longer park or pick up calls', async () => {
  const atAda = await park();
  await shop.setStatus('SUSPENDED');
  expect((await atAda.ended()).method).toBe('BYE');
  for (const dialled of ['70', '701']) expect((await (await dialFrom(cleo, dialled)).outgoing.final).status).toBe(403);
});
