import { packetMs, samplesPerPacket } from './sound.ts';

/** The payload type of telephone events in the SDP of our phones. */
export const KEY_PAYLOAD_TYPE = 101;

const KEYS = '0123456789*#';
const HELD_MS = 100;
const END_PACKETS = 3;
/** Longer than a busy machine may stall: Asterisk takes a key that it reads within 45 ms of the last one twice. */
const GAP_MS = 200;
const VOLUME = 10;

/** A packet of a pressed key. Its RTP timestamp is that of the key's start. */
export type KeyPacket = { isFirst: boolean; body: Buffer };

/** How long a key is pressed, and the gap before the next one. */
export type KeyTimes = { heldMs?: number; gapMs?: number };

/** The packets of pressed keys (RFC 4733). The end of each is sent three times. Null means a packet of sound between two keys. */
export function keyPackets(keys: string, { heldMs = HELD_MS, gapMs = GAP_MS }: KeyTimes = {}): (KeyPacket | null)[] {
  const held = heldMs / packetMs;
  return [...keys].flatMap((key) => {
    const event = KEYS.indexOf(key);
    if (event < 0) throw new Error(`A phone has no key ${key}.`);
    const lasts = (packets: number) => packets * samplesPerPacket;
    const pressed = Array.from({ length: held }, (_, n) => ({
      isFirst: n === 0,
      body: keyBody(event, lasts(n + 1), false),
    }));
    const end = { isFirst: false, body: keyBody(event, lasts(held), true) };
    const gap = Array.from({ length: gapMs / packetMs }, () => null);
    return [...pressed, ...Array.from({ length: END_PACKETS }, () => end), ...gap];
  });
}

function keyBody(event: number, duration: number, isEnd: boolean): Buffer {
  const body = Buffer.alloc(4);
  body[0] = event;
  body[1] = (isEnd ? 0x80 : 0) | VOLUME;
  body.writeUInt16BE(duration, 2);
  return body;
}
