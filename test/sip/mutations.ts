/** A generator of numbers in [0, 1) from a seed, so that a failed run can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Random = () => number;
export const below = (random: Random, limit: number): number => Math.floor(random() * limit);
export const pick = <T>(random: Random, from: readonly [T, ...T[]]): T => from[below(random, from.length)] ?? from[0];

type Mutation = (lines: string[], random: Random) => string[];

const anyOf = (lines: readonly string[], random: Random): number => 1 + below(random, Math.max(1, lines.length - 1));
const replaced = (lines: readonly string[], at: number, line: string): string[] =>
  lines.with(Math.min(at, lines.length - 1), line);

const NUMBERS = ['0', '-1', '65536', '2147483648', '4294967296', '99999999999999999999', '1e9', ''] as const;

/** Headers that phones rarely send. */
const UNUSUAL = [
  'Require: 100rel',
  'Supported: timer, 100rel, replaces, norefersub, gruu, path',
  'Session-Expires: 1;refresher=uas',
  'Min-SE: 4294967295',
  'Replaces: x;to-tag=y;from-tag=z',
  'Refer-To: <sip:911@127.0.0.1?Replaces=a%3Bto-tag%3Db>',
  'Refer-Sub: false',
  'Diversion: <sip:+12125550100@127.0.0.1>;reason=unconditional',
  'P-Asserted-Identity: "\\"" <sip:+19005550100@127.0.0.1>',
  'Privacy: id;header;user;none;critical',
  'Reason: Q.850;cause=999999',
  'RAck: 4294967295 1 INVITE',
  'Event: message-summary',
  'Route: <sip:127.0.0.1:9;lr>, <sip:127.0.0.1:9>',
  'Record-Route: <sip:127.0.0.1:9;lr>',
  'Alert-Info: <http://127.0.0.1/x.wav>',
  'Identity: a.b.c;info=<>;alg=x;ppt=y',
  'Geolocation: <cid:x@y>',
  'Content-Encoding: gzip',
  'Accept: application/sdp;level=999, text/plain',
] as const;

const SDP_LINES = [
  'm=audio 0 RTP/AVP 0',
  'm=audio 65536 RTP/AVP 0 8 101',
  'm=video 4000 RTP/AVP 31 34 96',
  'm=image 4002 udptl t38',
  'm=audio 4004 RTP/SAVPF 0',
  'm=application 4006 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP6 ::1',
  'c=IN IP4 0.0.0.0',
  'c=IN IP4 224.0.0.1',
  'a=inactive',
  'a=sendonly',
  'a=ptime:0',
  'a=ptime:99999',
  'a=maxptime:-1',
  'a=rtpmap:0 PCMU/0',
  'a=rtpmap:101 telephone-event/8000/999',
  'a=rtpmap:255 opus/48000/2',
  'a=fmtp:101 0-99999999',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x',
  'a=rtcp:0 IN IP4 256.256.256.256',
  'a=candidate:1 1 UDP 1 127.0.0.1 9 typ host',
  'b=AS:0',
] as const;

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  // no change, because most of a session must work to reach its end
  (lines) => lines,
  (lines) => lines,
  (lines) => lines,
  (lines, random) => replaced(lines, anyOf(lines, random), pick(random, UNUSUAL)),
  (lines, random) => lines.toSpliced(anyOf(lines, random), 0, pick(random, UNUSUAL)),
  (lines, random) =>
    lines.toSpliced(anyOf(lines, random), 0, ...Array.from({ length: 60 }, () => pick(random, UNUSUAL))),
  (lines, random) => lines.toSpliced(anyOf(lines, random), 1),
  (lines, random) => lines.toSpliced(anyOf(lines, random), 0, lines[anyOf(lines, random)] ?? ''),
  (lines, random) => lines.toSpliced(lines.length, 0, pick(random, SDP_LINES)),
  (lines, random) => lines.toSpliced(lines.length, 0, ...Array.from({ length: 40 }, () => pick(random, SDP_LINES))),
  (lines, random) => lines.map((line) => (random() < 0.1 ? line.replace(/\d+/, pick(random, NUMBERS)) : line)),
  (lines, random) => lines.map((line) => (line.startsWith('m=') ? pick(random, SDP_LINES) : line)),
  (lines, random) => {
    const at = anyOf(lines, random);
    return replaced(lines, at, `${lines[at] ?? ''}${'x'.repeat(below(random, 1500))}`);
  },
  (lines, random) => {
    const at = anyOf(lines, random);
    const line = lines[at] ?? '';
    const where = below(random, line.length + 1);
    const junk = String.fromCharCode(...Array.from({ length: 4 }, () => below(random, 256))).replaceAll(/[\r\n]/g, '?');
    return replaced(lines, at, line.slice(0, where) + junk + line.slice(where + below(random, 4)));
  },
];

/** Adds up to three errors to a message. The first line, which the digest covers, isn't changed. */
export function mutate(message: string, random: Random): Buffer {
  let lines = message.split('\r\n');
  for (let times = below(random, 4); times > 0; times--) lines = pick(random, MUTATIONS)(lines, random);
  return Buffer.from(lines.join('\r\n'), 'latin1');
}
