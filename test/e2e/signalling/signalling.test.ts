import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { refuseEach } from '../../sip/desk-phone.ts';
import { calleeDialog, type Dialog } from '../../sip/dialog.ts';
import { audioAddress, parseParty, type SipMessage } from '../../sip/message.ts';
import { RawPhone } from '../../sip/raw-phone.ts';
import { RtpParty } from '../../sip/rtp-party.ts';
import { audioSdp } from '../../sip/sdp.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let ada: RawPhone;
let bob: RawPhone;
let atAda: RtpParty;
let atBob: RtpParty;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  shop = await fixture.addTenant('bakery', ['101', '102', '103']);
  await shop.addNumber('+12125550101', '102');
  [ada, bob] = await Promise.all([shop.openRawPhone('101'), shop.openRawPhone('102')]);
  [atAda, atBob] = await Promise.all([RtpParty.open(), RtpParty.open()]);
});
beforeEach(async () => {
  [ada, bob].forEach((phone) => phone.clearUnread());
  await fixture.callsToEnd();
});
afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
});
afterAll(async () => {
  for (const each of [ada, bob, atAda, atBob, fixture]) await each?.[Symbol.asyncDispose]();
});

const sdp = (body: string) => ({ body });
/** The audio of an SDP: `RTP/AVP 0 8`. */
const audioOf = ({ body }: SipMessage) => /^m=audio \d+ (.*)$/m.exec(body)?.[1]?.trim();

type Talk = { ada: Dialog; bob: Dialog; offered: SipMessage; answered: SipMessage };

/** A call from the first phone to the second, with this offer and answer. */
async function talk({ offer = '0 8', answer = '0', profile = 'RTP/AVP', more = [] as string[] } = {}): Promise<Talk> {
  const call = ada.invite('102', audioSdp(atAda.port, { codecs: offer, profile, more }));
  const offered = await bob.nextRequest('INVITE');
  bob.respond(offered, 200, 'OK', sdp(audioSdp(atBob.port, { codecs: answer })));
  const answered = await call.final;
  expect(answered.status).toBe(200);
  return { ada: await call.dialog(), bob: calleeDialog(offered), offered, answered };
}

async function hangUp({ ada: dialog }: Talk): Promise<void> {
  expect((await ada.within(dialog, 'BYE')).status).toBe(200);
  bob.respond(await bob.nextRequest('BYE'), 200, 'OK');
}

describe('a request within a call gets a final response at once', () => {
  test('an INFO with DTMF, an empty INFO and a MESSAGE are accepted, and the digit reaches the other phone', async () => {
    const call = await talk();
    const digit = { body: 'Signal=5\r\nDuration=160\r\n', contentType: 'application/dtmf-relay' };
    expect((await ada.within(call.ada, 'INFO', digit)).status).toBe(200);
    expect((await bob.nextRequest('INFO')).body).toContain('5');
    expect((await ada.within(call.ada, 'INFO')).status).toBe(200);
    expect((await ada.within(call.ada, 'MESSAGE', { body: 'Hello', contentType: 'text/plain' })).status).toBe(202);
    await hangUp(call);
  });

  test('a MESSAGE outside a call gets 404', async () => {
    const { host, port } = fixture.sip;
    const message = { body: 'Hello', contentType: 'text/plain' };
    for (const to of ['911', '102'])
      expect((await ada.askSigned({ method: 'MESSAGE', uri: `sip:${to}@${host}:${port}`, ...message })).status).toBe(
        404,
      );
    expect(bob.has(({ method }) => method === 'MESSAGE')).toBe(false);
    expect(await fixture.app.query('select 1 from live_calls')).toEqual([]);
  });
});

describe('before the answer', () => {
  test.each([
    ['a redirect to a number that nobody has', 302, 404],
    ['busy', 486, 486],
    ['busy everywhere', 600, 486],
    ['declined', 603, 603],
    ['not available', 480, 480],
    ['ended by itself', 487, 480],
    ['of a type that it does not take', 415, 488],
    ['not acceptable', 488, 488],
  ])('%s: %i reaches the caller as %i', async (_, status, told) => {
    const call = ada.invite('102', audioSdp(atAda.port));
    const refusing = refuseEach(bob, call.final, status, ['Contact: <sip:900@127.0.0.1:9>']);
    expect((await call.final).status).toBe(told);
    await refusing;
  });

  test.each([
    ['183 with sound', 183, true],
    ['183 without', 183, false],
    ['180 with sound', 180, true],
    ['180', 180, false],
  ])('%s from the callee makes the caller hear ringing', async (_, status, withSound) => {
    const call = ada.invite('102', audioSdp(atAda.port));
    const invite = await bob.nextRequest('INVITE');
    bob.respond(invite, status, 'Wait', withSound ? sdp(audioSdp(atBob.port)) : {});
    await call.provisional(180);
    call.cancel();
    const final = await call.final;
    expect([final.status, final.header('Reason')]).toEqual([487, undefined]);
    bob.respond(await bob.nextRequest('CANCEL'), 200, 'OK');
    bob.respond(invite, 487, 'Request Terminated');
  });

  test.each(['18', '9', '18 101'])(
    'an answer in a codec that was not offered (%s) ends the call with 488',
    async (codecs) => {
      const call = ada.invite(
        '102',
        audioSdp(atAda.port, { codecs: '0 8 101', more: ['a=rtpmap:101 telephone-event/8000'] }),
      );
      const invite = await bob.nextRequest('INVITE');
      bob.respond(
        invite,
        200,
        'OK',
        sdp(audioSdp(atBob.port, { codecs, more: ['a=rtpmap:101 telephone-event/8000'] })),
      );
      expect((await call.final).status).toBe(488);
      bob.respond(await bob.nextRequest('BYE'), 200, 'OK');
    },
  );

  describe('an extension with one reachable and one stale phone', () => {
    let stale: RawPhone;
    beforeAll(async () => {
      stale = await shop.openRawPhone('102');
    });
    beforeEach(() => stale.clearUnread());
    afterAll(async () => {
      await stale.register([`Contact: ${stale.contact}`, 'Expires: 0']);
      await stale[Symbol.asyncDispose]();
    });

    test.each([
      ['busy', 486],
      ['declined', 603],
    ])('%s ends the call without waiting for the other phone’s ring time', async (_, status) => {
      const call = ada.invite('102', audioSdp(atAda.port));
      const invite = await bob.nextRequest('INVITE');
      bob.respond(invite, 180, 'Ringing');
      bob.respond(invite, status, 'No');
      expect((await call.final).status).toBe(status);
    });

    test('a phone continues to ring when another is busy', async () => {
      const call = ada.invite('102', audioSdp(atAda.port));
      const [atBusy, atOther] = await Promise.all([bob.nextRequest('INVITE'), stale.nextRequest('INVITE')]);
      stale.respond(atOther, 180, 'Ringing');
      await call.provisional(180);
      bob.respond(atBusy, 486, 'Busy Here');
      // longer than Asterisk waits for a phone that only rings
      await delay(3500);
      expect(stale.has(({ method }) => method === 'CANCEL')).toBe(false);
      stale.respond(atOther, 200, 'OK', sdp(audioSdp(atBob.port)));
      expect((await call.final).status).toBe(200);
      expect((await ada.within(await call.dialog(), 'BYE')).status).toBe(200);
      stale.respond(await stale.nextRequest('BYE'), 200, 'OK');
    });
  });

  test('a caller name with quotes reaches the phone without backslashes', async () => {
    await using carrier = await RawPhone.open({ sipUsername: '+13015550177', password: '', server: fixture.sip });
    await using _ = await fixture.addTrunk('raw', carrier.address.port, { priority: 9 });
    const name = String.raw`"Grace \"Amazing\" Hopper"`;
    const call = carrier.invite('+12125550101', audioSdp(atAda.port), [], name);
    const invite = await bob.nextRequest('INVITE');
    expect(invite.header('From')).toContain(`"Grace 'Amazing' Hopper"`);
    expect(parseParty(invite.header('From') ?? '').number).toBe('+13015550177');
    bob.respond(invite, 486, 'Busy Here');
    expect((await call.final).status).toBe(486);
  });
});

describe('an extension that must encrypt', () => {
  let eve: RawPhone;
  const setEncryptedOnly = (encryptedOnly: boolean) =>
    fixture.app.query(`update extensions set encrypted_only = $1 where sip_username = 'bakery-103'`, [encryptedOnly]);
  beforeAll(async () => {
    eve = await shop.openUnregisteredPhone('103');
    await setEncryptedOnly(true);
  });
  afterAll(async () => {
    await setEncryptedOnly(false);
    await eve[Symbol.asyncDispose]();
  });

  test('without TLS, its phone can’t register and can call only 911', async () => {
    await eve.register();
    expect(await fixture.app.query(`select 1 from asterisk.ps_contacts where endpoint = 'bakery-103'`)).toEqual([]);
    expect((await eve.invite('102', audioSdp(atAda.port)).final).status).toBe(488);
    await using outside = await fixture.addCarrier('outside');
    const atCarrier = outside.listen();
    const emergency = eve.invite('911', audioSdp(atAda.port));
    expect((await emergency.final).status).toBe(200);
    expect((await atCarrier.nextCall()).dialled).toBe('911');
    expect((await eve.within(await emergency.dialog(), 'BYE')).status).toBe(200);
  });

  test('calls don’t reach it over an older unencrypted connection', async () => {
    await setEncryptedOnly(false);
    expect((await eve.register()).status).toBe(200);
    await setEncryptedOnly(true);
    expect((await ada.invite('103', audioSdp(atAda.port)).final).status).toBe(480);
    expect(eve.has(({ method }) => method === 'INVITE')).toBe(false);
  });
});

describe('sound', () => {
  test('the callee is offered the caller’s codecs in the caller’s order', async () => {
    for (const offer of ['8 0', '0 8']) {
      const call = await talk({ offer, answer: offer.slice(0, 1) });
      expect(audioOf(call.offered)).toContain(`RTP/AVP ${offer}`);
      await hangUp(call);
    }
  });

  test('a callee that picks another codec moves the caller to it, and a restarted RTP stream is still heard', async () => {
    const call = await talk({ offer: '0 8', answer: '8' });
    const atAsterisk = audioAddress(call.answered);
    const atAsteriskForBob = audioAddress(call.offered);
    if (!atAsterisk || !atAsteriskForBob) throw new Error('no audio');
    const again = await ada.nextRequest('INVITE');
    expect(audioOf(again)).toMatch(/^RTP\/AVP 8\b/);
    ada.respond(again, 200, 'OK', sdp(audioSdp(atAda.port, { codecs: '8' })));
    atBob.speak(atAsteriskForBob, 8);
    atAda.speak(audioAddress(again) ?? atAsterisk, 8);
    const began = Date.now();
    await until('sound both ways', () => atAda.receivedSince(began) > 20 && atBob.receivedSince(began) > 20);
    // until Asterisk has bridged the two again, which isn't visible from outside
    await delay(3000);
    [atAda, atBob].forEach((party) => party.startAgain(3000));
    const since = Date.now();
    await until('sound in the new codec', () => [atAda, atBob].every((party) => party.receivedSince(since, 8) > 40));
    [atAda, atBob].forEach((party) => party.quiet());
    await hangUp(call);
  });

  test('both sides hold and one resumes: no audio goes to the side still on hold', async () => {
    const call = await talk();
    const [toAda, toBob] = [audioAddress(call.answered), audioAddress(call.offered)];
    if (!toAda || !toBob) throw new Error('no audio');
    atAda.speak(toAda, 0);
    atBob.speak(toBob, 0);
    const reinvite = async (phone: RawPhone, dialog: Dialog, port: number, direction: string) => {
      const answer = await phone.reinvite(dialog, audioSdp(port, { more: [`a=${direction}`] }));
      expect(answer.status).toBe(200);
    };
    const began = Date.now();
    await until('sound both ways', () => atAda.receivedSince(began) > 20 && atBob.receivedSince(began) > 20);
    await reinvite(ada, call.ada, atAda.port, 'sendonly');
    await reinvite(bob, call.bob, atBob.port, 'sendonly');
    await reinvite(bob, call.bob, atBob.port, 'sendrecv');
    // the last packets on their way arrive, then none for a second
    await until('the last packets', () => atAda.receivedSince(Date.now() - 300) === 0);
    const since = Date.now();
    await delay(1000);
    expect(atAda.receivedSince(since)).toBe(0);
    await reinvite(ada, call.ada, atAda.port, 'sendrecv');
    await until('sound again', () => atAda.receivedSince(Date.now() - 500) > 10);
    [atAda, atBob].forEach((party) => party.quiet());
    await hangUp(call);
  });

  const crypto = 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz';
  test.each([
    ['SRTP', 'RTP/SAVP', [crypto], 'RTP/SAVP', true],
    ['best effort', 'RTP/AVP', [crypto], 'RTP/AVP', true],
    ['plain', 'RTP/AVP', [], 'RTP/AVP', false],
    ['SRTP with feedback', 'RTP/SAVPF', [crypto], 'RTP/SAVPF', true],
    ['plain with feedback', 'RTP/AVPF', [], 'RTP/AVPF', false],
  ])('%s is answered with the same profile', async (_, profile, more, expected, secure) => {
    const call = await talk({ profile, more });
    expect(audioOf(call.answered)).toContain(expected);
    expect(call.answered.body.includes('a=crypto')).toBe(secure);
    expect(call.offered.body).toContain('a=crypto');
    await hangUp(call);
  });
});
