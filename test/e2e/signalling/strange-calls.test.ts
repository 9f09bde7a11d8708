import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { callFrom, refuseEach, ringAt, replacing } from '../../sip/desk-phone.ts';
import { callerDialog, calleeDialog } from '../../sip/dialog.ts';
import { RawPhone, type Request } from '../../sip/raw-phone.ts';
import { audioSdp } from '../../sip/sdp.ts';
import {
  type CallControlFixture,
  openCallControlFixture,
  type TenantWithPhones,
  type TestTrunk,
} from '../call-control-fixture.ts';

// Requests of phones that no other test covers: mistakes, and attacks on other tenants' calls and money.

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let stranger: TenantWithPhones;
let ada: RawPhone;
let bob: RawPhone;
let cyd: RawPhone;
let eve: RawPhone;
let carrier: RawPhone;
let trunk: TestTrunk;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  shop = await fixture.addTenant('shop', ['101', '102', '103']);
  stranger = await fixture.addTenant('other', ['101']);
  await shop.addNumber('+12025550140', '101');
  ada = await shop.openRawPhone('101');
  bob = await shop.openRawPhone('102');
  cyd = await shop.openRawPhone('103');
  eve = await stranger.openRawPhone('101');
  carrier = await RawPhone.open({ sipUsername: 'carrier', password: '', server: fixture.sip });
  trunk = await fixture.addTrunk('North', carrier.address.port);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
  await fixture.callsToEnd();
  for (const phone of [ada, bob, cyd, eve, carrier]) phone.clearUnread();
});
afterAll(async () => {
  for (const each of [ada, bob, cyd, eve, carrier, trunk, fixture]) await each?.[Symbol.asyncDispose]();
});

const sdp = audioSdp(9);
const uri = (number: string): string => `sip:${number}@${fixture.sip.host}:${fixture.sip.port}`;

/** An INVITE to a number, with its own content. */
function inviteOf(phone: RawPhone, number: string, content: Partial<Request>): Request & { from: string } {
  const from = `<sip:${phone.sipUsername}@${fixture.sip.host}:${fixture.sip.port}>;tag=${randomBytes(6).toString('hex')}`;
  const headers = [`Contact: ${phone.contact}`, ...(content.headers ?? [])];
  return { method: 'INVITE', uri: uri(number), callId: randomUUID(), body: sdp, ...content, from, headers };
}
const LOCATION =
  '<?xml version="1.0"?><presence xmlns="urn:ietf:params:xml:ns:pidf" entity="pres:a@example.com"><tuple id="t"><status/></tuple></presence>';
const part = (type: string, body: string): string => `--edge\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`;
const BACKWARDS = `${part('application/pidf+xml', LOCATION)}${part('application/sdp', sdp)}--edge--\r\n`;
const MULTIPART = `${part('application/sdp', sdp)}${part('application/pidf+xml', LOCATION)}--edge--\r\n`;

describe('an emergency call goes through with odd content', () => {
  test.each<[string, Partial<Request>]>([
    ['a location beside the sound', { contentType: 'multipart/mixed;boundary=edge', body: MULTIPART }],
    ['a location named by a header', { headers: ['Geolocation: <cid:a@b>', 'Geolocation-Routing: yes'] }],
    ['sound behind a location', { contentType: 'multipart/mixed;boundary=edge', body: BACKWARDS }],
    ['parts without a boundary', { contentType: 'multipart/mixed', body: MULTIPART }],
    ['no offer', { body: '' }],
    ['an offer of an unknown type', { contentType: 'text/plain' }],
    ['a location and no offer', { contentType: 'application/pidf+xml', body: LOCATION }],
    ['an offer that is said to be compressed', { headers: ['Content-Encoding: gzip'] }],
    ['an offer that must be rendered', { headers: ['Content-Disposition: render;handling=required'] }],
    ['a compact session timer', { headers: ['x: 10', 'k: timer'] }],
    ['a name that is no name', { headers: ['P-Asserted-Identity: "\\" <sip:x@y>', 'P-Preferred-Identity: <tel:>'] }],
    ['an extension that nobody knows is required', { headers: ['Require: x-unknown'] }],
    ['an extension that nobody knows is required of proxies', { headers: ['Proxy-Require: x-unknown'] }],
    ['reliable provisional responses are required', { headers: ['Require: 100rel'] }],
    ['a session timer that is too short', { headers: ['Session-Expires: 10', 'Supported: timer'] }],
    ['it is to replace a call', { headers: ['Require: replaces', 'Replaces: a;to-tag=b;from-tag=c'] }],
    ['it is to join a call', { headers: ['Require: join', 'Join: a;to-tag=b;from-tag=c'] }],
    ['it expires at once', { headers: ['Expires: 0'] }],
    ['only text is accepted', { headers: ['Accept: text/plain', 'Accept-Encoding: gzip;q=1'] }],
    ['privacy that is critical', { headers: ['Privacy: id;user;header;session;critical'] }],
    ['callees are chosen by what they can do', { headers: ['Accept-Contact: *;video;require;explicit'] }],
    [
      'a long offer',
      { body: audioSdp(9, { more: Array.from({ length: 300 }, (_, n) => `a=x-${n}:${'y'.repeat(20)}`) }) },
    ],
    ['video too', { body: `${sdp}m=video 9 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n` }],
    ['line feeds alone in the offer', { body: sdp.replaceAll('\r\n', '\n') }],
  ])('%s', async (_, content) => {
    const invite = inviteOf(ada, '911', content);
    const asked = ada.askSigned(invite);
    const atCarrier = await carrier.nextRequest('INVITE').catch(async (cause: unknown) => {
      throw new Error((await asked).firstLine, { cause });
    });
    expect(atCarrier.firstLine).toContain('sip:911@');
    carrier.respond(atCarrier, 200, 'OK', { body: sdp });
    const final = await asked;
    expect(final.status).toBe(200);
    expect((await ada.within(callerDialog(invite.from, final), 'BYE')).status).toBe(200);
    carrier.respond(await carrier.nextRequest('BYE'), 200, 'OK');
  });
});

describe('an emergency call goes through to an odd address', () => {
  test.each([
    'tel:911',
    'tel:911;phone-context=+1',
    'tel:+1911',
    'sip:%39%31%31@HOST',
    'sip:%20911@HOST',
    'sip:911:secret@HOST',
    'sip:911;isub=1@HOST',
    'sip:911@HOST;user=phone',
    'sip:911@HOST;transport=tcp',
    'sip:911@HOST?Subject=fire',
    'sip:911@elsewhere.example',
    'sip:911@203.0.113.9:5062',
    'sip:911@[2001:db8::1]',
    'SIP:911@HOST',
    'sips:911@HOST',
    'urn:service:sos.fire',
    // digits of other scripts: Arabic, Persian, Hindi, fullwidth, superscript, and some of them unescaped
    'sip:%D9%A9%D9%A1%D9%A1@HOST',
    'sip:%d9%a9%d9%a1%d9%a1@HOST',
    'sip:%DB%B9%DB%B1%DB%B1@HOST',
    'sip:%E0%A5%AF%E0%A5%A7%E0%A5%A7@HOST',
    'sip:%EF%BC%99%EF%BC%91%EF%BC%91@HOST',
    'sip:%C2%B9%C2%B9%C2%B2@HOST',
    'sip:9%D9%A11@HOST',
    'sip:%EF%BC%8A%D9%A6%D9%A7%D9%A9%D9%A1%D9%A1@HOST',
    'sip:\u0669\u0661\u0661@HOST',
    'sip:%5B911%5D@HOST',
    'sip:-911@HOST',
    'sip:.911@HOST',
    'sip:%C2%A0911@HOST',
  ])('%s', async (odd) => {
    const invite = inviteOf(ada, '911', { uri: odd.replace('HOST', `${fixture.sip.host}:${fixture.sip.port}`) });
    const asked = ada.askSigned(invite);
    const atCarrier = await carrier.nextRequest('INVITE').catch(async (cause: unknown) => {
      throw new Error((await asked).firstLine, { cause });
    });
    expect(atCarrier.firstLine).toContain('sip:911@');
    carrier.respond(atCarrier, 486, 'Busy Here');
    expect((await asked).status).toBe(486);
  });
});

describe('a caller hears that a number can’t be read, and the call is in the history', () => {
  test.each([
    ['sip:alice@HOST', 'alice'],
    ['sip:h@HOST', 'h'],
    ['sip:registered@HOST', 'registered'],
    ['sip:%22@HOST', '"'],
    ['sip:HOST', ''],
  ])('%s', async (odd, shown) => {
    const invite = inviteOf(ada, '', { uri: odd.replace('HOST', `${fixture.sip.host}:${fixture.sip.port}`) });
    const asked = ada.askSigned(invite);
    await ada
      .next('183', ({ status }) => status === 183)
      .catch(async (cause: unknown) => {
        throw new Error((await asked).firstLine, { cause });
      });
    expect((await asked).status).toBe(404);
    await fixture.callsToEnd();
    const [call] = await fixture.app.query('select to_number, reason from calls order by admitted_at desc limit 1');
    expect(call).toEqual({ to_number: shown, reason: 'unknown_number' });
  });
});

describe('while a call rings', () => {
  test('a BYE from the caller hangs up', async () => {
    const call = ada.invite('102', sdp);
    const ringing = await ringAt(bob);
    const early = await call.provisional(180);
    const dialog = callerDialog(early.header('From') ?? '', early);
    expect((await ada.within(dialog, 'BYE')).status).toBe(200);
    await bob.nextRequest('CANCEL');
    bob.respond(ringing.invite, 487, 'Request Terminated');
    expect((await call.final).status).toBe(487);
  });

  test.each<[string, string]>([
    ['re-INVITE', 'INVITE'],
    ['UPDATE', 'UPDATE'],
  ])('a caller that puts the call on hold by %s gets a final response, and the call continues', async (_, method) => {
    const call = ada.invite('102', sdp);
    const ringing = await ringAt(bob);
    const early = await call.provisional(180);
    const dialog = callerDialog(early.header('From') ?? '', early);
    const answer = await ada.within(dialog, method, { body: audioSdp(9, { more: ['a=sendonly'] }) });
    expect(answer.status).toBeGreaterThanOrEqual(200);
    const line = await ringing.answer(440);
    expect((await call.final).status).toBe(200);
    expect((await ada.within(await call.dialog(), 'BYE')).status).toBe(200);
    await line.ended();
    await line.media[Symbol.asyncDispose]();
  });

  test('a BYE from the callee declines the call', async () => {
    const call = ada.invite('102', sdp);
    const { invite } = await ringAt(bob);
    const { status = 0 } = await bob.within(calleeDialog(invite), 'BYE');
    expect(status).toBeGreaterThanOrEqual(200);
    expect((await call.final).status).toBe(480);
  });
});

describe('a phone that redirects its call', () => {
  test.each<[string, string[], number]>([
    ['to a premium number', ['<sip:+19005551234@HOST>'], 403],
    ['to a number abroad', ['<sip:01188213000000@HOST>'], 403],
    ['to help', ['<sip:911@HOST>'], 404],
    ['to itself', ['<sip:102@HOST>'], 480],
    ['to who calls', ['<sip:101@HOST>'], 480],
    ['to several', ['<sip:+19005551234@HOST>;q=1', '<sip:911@HOST>;q=0.5'], 403],
    ['to another host', ['<sip:+12025550199@evil.example>'], 0],
  ])('%s', async (_, contacts, status) => {
    const call = ada.invite('102', sdp);
    const headers = contacts.map(
      (contact) => `Contact: ${contact.replaceAll('HOST', `${fixture.sip.host}:${fixture.sip.port}`)}`,
    );
    const refusing = refuseEach(bob, call.final, 302, headers);
    if (status === 0) {
      // as if the number had been dialled by this phone
      const outside = await carrier.nextRequest('INVITE');
      expect(outside.firstLine).toContain('sip:+12025550199@127.0.0.1');
      carrier.respond(outside, 486, 'Busy Here');
      expect((await call.final).status).toBe(486);
    } else expect((await call.final).status).toBe(status);
    await refusing;
  });

  test('to no number: it gets the call once more, and then counts as unreachable', async () => {
    const call = ada.invite('102', sdp);
    for (let time = 0; time < 2; time++) {
      const invite = await bob.nextRequest('INVITE');
      bob.respond(invite, 302, 'Moved', { headers: ['Contact: <mailto:a@b.example>'] });
    }
    expect((await call.final).status).toBe(480);
  });
});

test('an INVITE with the ids of another tenant’s call doesn’t take it over', async () => {
  const calling = callFrom(ada, '102', 440);
  const atBob = await (await ringAt(bob)).answer(620);
  const atAda = await calling;
  const value = /Replaces=([^>]*)>/.exec(replacing(atAda, '102'))?.[1] ?? '';
  const invite = inviteOf(eve, '102', { headers: [`Replaces: ${decodeURIComponent(value)}`, 'Require: replaces'] });
  expect((await eve.askSigned(invite)).status).toBe(404);
  await Promise.all([atAda.media.hears(620), atBob.media.hears(440)]);
  expect(await atAda.bye()).toBe(200);
  await atBob.ended();
  for (const line of [atAda, atBob]) await line.media[Symbol.asyncDispose]();
});

test.each(['101', '102', '*97', '*98', '70', '*8', '*72', '+19005551234', '911'])(
  'when both sides transfer each other to %s at once, nothing of the call remains',
  async (number) => {
    const calling = callFrom(ada, '102', 440);
    const atBob = await (await ringAt(bob)).answer(620);
    const atAda = await calling;
    await Promise.all([atAda.refer(number), atBob.refer(number)]);
    await Promise.all([atAda.bye(), atBob.bye()]);
    for (const line of [atAda, atBob]) await line.media[Symbol.asyncDispose]();
    for (const phone of [ada, bob]) {
      const invite = await phone.nextRequest('INVITE', 500).catch(() => null);
      if (invite) phone.respond(invite, 486, 'Busy Here');
    }
    expect(carrier.has(({ method }) => method === 'INVITE')).toBe(false);
  },
);
