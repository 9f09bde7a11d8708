import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { callerDialog } from '../../sip/dialog.ts';
import type { SipMessage } from '../../sip/message.ts';
import { RawPhone } from '../../sip/raw-phone.ts';
import { audioSdp } from '../../sip/sdp.ts';
import {
  type CallControlFixture,
  openCallControlFixture,
  type TenantWithPhones,
  type TestTrunk,
} from '../call-control-fixture.ts';

// Unusual and large offers of audio: a call to 911 has to get through with each of them.

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let phones: Record<'udp' | 'tcp' | 'tls', RawPhone>;
let bob: RawPhone;
let carrier: RawPhone;
let trunk: TestTrunk;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  shop = await fixture.addTenant('shop', ['101', '102']);
  await shop.addNumber('+12025550140', '101');
  const options = { ...(await shop.credentials('101')), server: fixture.sip };
  const udp = await RawPhone.open(options);
  const tcp = await RawPhone.open({ ...options, transport: 'tcp' });
  const tls = await RawPhone.open({ ...options, server: fixture.sipTls, transport: 'tls' });
  phones = { udp, tcp, tls };
  for (const phone of Object.values(phones)) expect((await phone.register()).status).toBe(200);
  bob = await shop.openRawPhone('102');
  carrier = await RawPhone.open({ sipUsername: 'carrier', password: '', server: fixture.sip });
  trunk = await fixture.addTrunk('North', carrier.address.port);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-5000));
  for (const phone of [...Object.values(phones), bob, carrier]) phone.clearUnread();
});
afterAll(async () => {
  for (const each of [...Object.values(phones ?? {}), bob, carrier, trunk, fixture])
    await each?.[Symbol.asyncDispose]();
});

type Call = { number: string; offer: string; transport: keyof typeof phones; callee?: RawPhone };
/** Calls somebody who answers, and hangs up. Returns the offer to the callee and the answer to the phone. */
async function call({ number, offer, transport, callee = carrier }: Call) {
  const phone = phones[transport];
  const { host, port } = phone.server;
  const from = `<sip:${phone.sipUsername}@${host}:${port}>;tag=${randomBytes(6).toString('hex')}`;
  const headers = [`Contact: ${phone.contact}`];
  const uri = `sip:${number}@${host}:${port}`;
  const asked = phone.askSigned({ method: 'INVITE', uri, from, callId: randomUUID(), headers, body: offer });
  const offered = await Promise.race([
    callee.nextRequest('INVITE'),
    asked.then((early): SipMessage => {
      throw new Error(early.firstLine);
    }),
  ]);
  callee.respond(offered, 200, 'OK', { body: PLAIN });
  const final = await asked;
  expect(final.status).toBe(200);
  expect((await phone.within(callerDialog(from, final), 'BYE')).status).toBe(200);
  callee.respond(await callee.nextRequest('BYE'), 200, 'OK');
  await fixture.callsToEnd();
  // the audio keeps its place of the first offer
  for (const { body } of callee.received.filter(
    ({ method, callId }) => method === 'INVITE' && callId === offered.callId,
  ))
    expect(body).toMatch(/t=0 0\r\nm=audio [1-9]/);
  return { offered, final };
}

const CRYPTO = 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz';
const PLAIN = audioSdp(9);
const VIDEO = 'm=video 9 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n';
const [SESSION = '', STREAM = ''] = PLAIN.split(/(?=m=audio)/);
const streams = (...each: string[]) => SESSION + each.join('');
const only = (...codecs: [number, string][]) =>
  audioSdp(9, {
    codecs: codecs.map(([n]) => n).join(' '),
    more: codecs.map(([n, name]) => `a=rtpmap:${n} ${name}`),
  });
const ICE = [
  'a=ice-ufrag:abcd',
  'a=ice-pwd:0123456789abcdef01234567',
  'a=rtcp-mux',
  ...Array.from(
    { length: 60 },
    (_, n) => `a=candidate:${n} 1 UDP ${2_130_706_431 - n} 192.0.2.${n} ${5000 + n} typ host`,
  ),
];
/** Unknown codecs with the dynamic numbers 96 to 126, before the usual codecs. */
const MANY = only(
  ...Array.from({ length: 31 }, (_, n): [number, string] => [96 + n, `x-codec-${n}/8000`]),
  [0, 'PCMU/8000'],
  [8, 'PCMA/8000'],
);
const LARGE = audioSdp(9, { more: Array.from({ length: 400 }, (_, n) => `a=x-${n}:${'y'.repeat(20)}`) });

const OFFERS: [string, string][] = [
  ['a video stream first', streams(VIDEO, STREAM)],
  ['several streams of sound', streams(STREAM, STREAM, STREAM)],
  ['a stream that is switched off first', streams(STREAM.replace('m=audio 9', 'm=audio 0'), STREAM)],
  ['encrypted sound only', audioSdp(9, { profile: 'RTP/SAVP', more: [CRYPTO] })],
  ['encrypted and plain sound', streams(STREAM.replace('AVP', 'SAVP') + `${CRYPTO}\r\n`, STREAM)],
  ['ICE', audioSdp(9, { more: ICE })],
  ['sound in no direction', audioSdp(9, { more: ['a=inactive'] })],
  ['sound in one direction', audioSdp(9, { more: ['a=sendonly'] })],
  ['an address of zeros', audioSdp(9, { host: '0.0.0.0' })],
  ['an address of IPv6', PLAIN.replaceAll('IP4 127.0.0.1', 'IP6 ::1')],
  ['more codecs than it has numbers for', MANY],
  ['twenty streams', streams(STREAM, ...Array.from({ length: 19 }, () => VIDEO))],
  ['no subject', PLAIN.replace('s=-\r\n', '')],
  ['no time', PLAIN.replace('t=0 0\r\n', '')],
  ['an address for the stream only', PLAIN.replace(/c=.*\r\n/, '') + 'c=IN IP4 127.0.0.1\r\n'],
  ['many lines', LARGE],
  ['G.722', audioSdp(9, { codecs: '9' })],
  ['GSM', audioSdp(9, { codecs: '3' })],
  ['G.726', only([111, 'G726-32/8000'])],
  ['Speex', only([97, 'speex/8000'])],
  ['wideband Speex', only([98, 'speex/16000'])],
  ['Opus', only([107, 'opus/48000/2'])],
];

describe.each(['udp', 'tcp', 'tls'] as const)('911 over %s', (transport) => {
  test.each(OFFERS)('%s', async (_, offer) => {
    const { offered, final } = await call({ number: '911', offer, transport });
    expect(offered.firstLine).toContain('sip:911@');
    expect(offered.body).toMatch(/^m=audio \d+ RTP\/AVP (0|8)\b/m);
    expect(final.body).toMatch(/^m=audio [1-9]/m);
  });
});

describe.each(['udp', 'tcp', 'tls'] as const)('an ordinary call over %s', (transport) => {
  test.each([
    ['many lines', LARGE],
    ['many codecs', MANY],
    ['ICE', audioSdp(9, { more: ICE })],
    ['a video stream first', streams(VIDEO, STREAM)],
  ])('with %s reaches a phone and the carrier', async (_, offer) => {
    for (const [number, callee] of [
      ['102', bob],
      ['2025550199', carrier],
    ] as const) {
      const { offered, final } = await call({ number, offer, transport, callee });
      expect(offered.body).toMatch(/^m=audio \d+ RTP\/AVP 0\b/m);
      expect(final.body).toMatch(/^m=audio [1-9]/m);
    }
  });
});

test('a codec that needs transcoding is not offered when a common one is available', async () => {
  const offer = only([107, 'opus/48000/2'], [3, 'GSM/8000'], [8, 'PCMA/8000'], [97, 'speex/8000'], [0, 'PCMU/8000']);
  const { offered, final } = await call({ number: '102', offer, transport: 'udp', callee: bob });
  for (const { body } of [offered, final]) {
    expect(body).toMatch(/^m=audio \d+ RTP\/AVP [08]\b/m);
    expect(body).not.toMatch(/opus|speex|GSM/i);
  }
});
