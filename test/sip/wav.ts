import { classify, encodeUlaw, packetMs, samplesPerPacket, type SoundWindow } from './sound.ts';

const RATE = 8000;
const HEADER_BYTES = 44;

/** A WAV file with a tone: 8 kHz, mono, 16 bits. */
export function toneFile(hertz: number, seconds = 60): Buffer {
  const samples = new Int16Array(seconds * RATE).map((_, at) => 8000 * Math.sin((2 * Math.PI * hertz * at) / RATE));
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(2 * RATE, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
}

/** The sounds in the last half second of a WAV file (8 kHz, mono, 16 bits) that is still being written. */
function lastSounds(wav: Buffer): SoundWindow[] {
  const perWindow = 5 * samplesPerPacket;
  const samples = Array.from({ length: Math.floor((wav.length - HEADER_BYTES) / 2) }, (_, at) =>
    wav.readInt16LE(HEADER_BYTES + 2 * at),
  ).slice(-5 * perWindow);
  return Array.from({ length: Math.floor(samples.length / perWindow) }, (_, n) =>
    classify(Buffer.from(samples.slice(n * perWindow, (n + 1) * perWindow).map(encodeUlaw)), n * 5 * packetMs),
  );
}

/** Whether a tone, in Hz, or any sound is heard in the last half second of such a file. */
export const isHeard = (what: number | 'sound', wav: Buffer): boolean =>
  lastSounds(wav).some(({ kind, hz }) =>
    what === 'sound' ? kind !== 'silence' : kind === 'tone' && Math.abs(hz - what) <= 10,
  );
