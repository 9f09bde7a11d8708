import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { callerDialog } from '../../sip/dialog.ts';
import type { SipMessage } from '../../sip/message.ts';
import { type OutgoingInvite, RawPhone } from '../../sip/raw-phone.ts';
import { audioSdp } from '../../sip/sdp.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

// Provisional responses that have to be acknowledged (RFC 3262), wanted by the caller, the callee or a carrier.

const DID = '+12025550140';

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let ada: RawPhone;
let bob: RawPhone;
let carrier: RawPhone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  shop = await fixture.addTenant('shop', ['101', '102']);
  await shop.addNumber(DID, '102');
  [ada, bob] = [await shop.openRawPhone('101'), await shop.openRawPhone('102')];
  carrier = await RawPhone.open({ sipUsername: '+13015550177', password: '', server: fixture.sip });
  await fixture.addTrunk('North', carrier.address.port);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-5000));
  await fixture.callsToEnd();
  for (const phone of [ada, bob, carrier]) phone.clearUnread();
});
afterAll(async () => {
  for (const each of [ada, bob, carrier, fixture]) await each?.[Symbol.asyncDispose]();
});

const sdp = audioSdp(9);

/** Acknowledges a provisional response. */
async function acknowledge(phone: RawPhone, early: SipMessage): Promise<void> {
  const dialog = callerDialog(early.header('From') ?? '', early);
  const headers = [`RAck: ${early.header('RSeq')} ${early.header('CSeq')}`];
  expect((await phone.within(dialog, 'PRACK', { headers })).status).toBe(200);
}
async function acknowledged(phone: RawPhone): Promise<SipMessage> {
  const prack = await phone.nextRequest('PRACK');
  phone.respond(prack, 200, 'OK');
  return prack;
}
async function hangUp(by: RawPhone, call: OutgoingInvite, other: RawPhone): Promise<void> {
  expect((await by.within(await call.dialog(), 'BYE')).status).toBe(200);
  other.respond(await other.nextRequest('BYE'), 200, 'OK');
}

describe.each([
  ['a phone calls a phone', () => [ada, bob, '102'] as const],
  ['a phone calls a carrier', () => [ada, carrier, '2025550199'] as const],
  ['a phone calls 911', () => [ada, carrier, '911'] as const],
  ['a carrier calls a phone', () => [carrier, bob, DID] as const],
])('%s', (_, parties) => {
  test.each([['Require: 100rel'], ['Supported: 100rel']])('the caller sends %s', async (header) => {
    const [caller, callee, number] = parties();
    const call = caller.invite(number, sdp, [header]);
    const invite = await callee.nextRequest('INVITE');
    callee.respond(invite, 180, 'Ringing');
    const ringing = await call.provisional(180);
    if (header.startsWith('Require')) await acknowledge(caller, ringing);
    callee.respond(invite, 200, 'OK', { body: sdp });
    expect((await call.final).status).toBe(200);
    await hangUp(caller, call, callee);
  });

  test.each([
    ['180', 180, ''],
    ['180 with sound', 180, sdp],
    ['183 with sound', 183, sdp],
  ])('the callee sends a reliable %s', async (_case, status, body) => {
    const [caller, callee, number] = parties();
    const call = caller.invite(number, sdp);
    const invite = await callee.nextRequest('INVITE');
    expect(invite.header('Supported')).toContain('100rel');
    callee.respond(invite, status, 'Wait', { headers: ['Require: 100rel', 'RSeq: 1'], body });
    expect((await acknowledged(callee)).header('RAck')).toMatch(/^1 \d+ INVITE$/);
    // the response has been sent, and isn't sent again
    callee.respond(invite, 200, 'OK', body ? {} : { body: sdp });
    expect((await call.final).status).toBe(200);
    await hangUp(caller, call, callee);
  });
});

test('a caller that asks for reliable responses but acknowledges none is still connected', async () => {
  const call = ada.invite('102', sdp, ['Require: 100rel']);
  const invite = await bob.nextRequest('INVITE');
  bob.respond(invite, 180, 'Ringing');
  await call.provisional(180);
  bob.respond(invite, 200, 'OK', { body: sdp });
  expect((await call.final).status).toBe(200);
  await hangUp(ada, call, bob);
});
