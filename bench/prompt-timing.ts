import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeWav } from '../src/platform/audio/wav.ts';
import { audioAddress } from '../test/sip/message.ts';
import type { RawPhone } from '../test/sip/raw-phone.ts';
import { audioSdp } from '../test/sip/sdp.ts';
import { encodeUlaw, ulawToLinear } from '../test/sip/sound.ts';
import { before } from '../test/until.ts';

const RATE = 8000;
const RTP_HEADER = 12;
/** -38 dBFS: louder than any comfort noise, much quieter than the prompt. */
const AUDIBLE = 400;
const WATCHED = 0.3 * RATE;
/** The rounding error of the codec. */
const TOLERANCE = 600;
const TIMEOUT_MS = 5000;

/** A rising tone that starts at its loudest, so that the first sample is audible and every part differs from the others. */
const sample = (n: number): number => {
  const seconds = n / RATE;
  return 0.4 * Math.cos(2 * Math.PI * (400 * seconds + 300 * seconds * seconds));
};

/** Two seconds of the prompt. */
export const promptFile = (): Buffer =>
  writeWav(
    Float32Array.from({ length: 2 * RATE }, (_, n) => sample(n)),
    RATE,
  );

const EXPECTED = Array.from(
  { length: WATCHED },
  (_, n) => ulawToLinear[encodeUlaw(Math.round(sample(n) * 32767))] ?? 0,
);

const PACKET_MS = 20;
const PACKET_SAMPLES = (RATE * PACKET_MS) / 1000;

/** RFC 3550, 5.1: version 2, payload type 0 (PCMU). */
function silentPacket(index: number): Buffer {
  const packet = Buffer.alloc(RTP_HEADER + PACKET_SAMPLES, 0xff);
  packet.writeUInt16BE(0x8000);
  packet.writeUInt16BE(index & 0xffff, 2);
  packet.writeUInt32BE(index * PACKET_SAMPLES, 4);
  packet.writeUInt32BE(1, 8);
  return packet;
}

/** `afterMs`: from the ACK to the packet with the first audible sample. `whole`: whether the first 300 ms of the prompt follow. */
export type PromptTiming = { afterMs: number; whole: boolean };

/** Calls a number, listens until it has heard 300 ms, and hangs up. */
export async function measurePrompt(phone: RawPhone, number: string): Promise<PromptTiming> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const heard: number[] = [];
  let firstAt = Number.NaN;
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  socket.on('message', (packet) => {
    const at = performance.now();
    for (const byte of packet.subarray(RTP_HEADER)) {
      const linear = ulawToLinear[byte] ?? 0;
      if (heard.length === 0 && Math.abs(linear) < AUDIBLE) continue;
      if (heard.length === 0) firstAt = at;
      heard.push(linear);
    }
    if (heard.length >= WATCHED) resolve();
  });
  let silence: NodeJS.Timeout | undefined;
  try {
    const outgoing = phone.invite(number, audioSdp(socket.address().port));
    const final = await outgoing.final;
    const acknowledged = performance.now();
    const to = audioAddress(final);
    if (final.status !== 200 || !to) throw new Error(`${number} answers ${final.firstLine}`);
    // as every phone does, because a plain Answer() waits for it
    let sent = 0;
    silence = setInterval(() => socket.send(silentPacket(sent++), to.port, to.host), PACKET_MS);
    await before(enough, TIMEOUT_MS, () => `300 ms of the prompt, of which ${heard.length} samples came`);
    const bye = phone.within(await outgoing.dialog(), 'BYE');
    const wrong = EXPECTED.filter((value, n) => Math.abs(value - (heard[n] ?? 0)) > TOLERANCE).length;
    await bye;
    return { afterMs: firstAt - acknowledged, whole: wrong === 0 };
  } finally {
    clearInterval(silence);
    socket.close();
  }
}
