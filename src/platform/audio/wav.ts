/** Phone sound: mono, 8000 samples a second, 16 bits. */
export const PHONE_RATE = 8000;
const HEADER_BYTES = 44;
const BYTES_PER_SECOND = PHONE_RATE * 2;

/** The samples of a file from -1 to 1, one array per channel. */
export type Sound = { rate: number; channels: Float32Array[] };

type Format = { encoding: number; channels: number; rate: number; bits: number };

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** The sound of a WAV file, or its fault as a message for the user. */
export function readWav(bytes: Uint8Array): Sound | { fault: string } {
  if (bytes.length === 0) return { fault: 'This file is empty.' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE')
    return { fault: 'This is not a WAV file. Save the recording as WAV, and upload that.' };
  const { fmt, data } = chunksOf(view);
  if (!fmt || !data) return { fault: 'This WAV file holds no sound.' };
  const format = formatOf(view, fmt);
  const read = format && READERS[`${format.encoding} ${format.bits}`];
  if (!format || !read)
    return { fault: 'This kind of WAV file can’t be read. Save it as PCM with 8, 16, 24 or 32 bits.' };
  const frame = (format.bits / 8) * format.channels;
  const frames = Math.floor(data.length / frame);
  if (frames === 0) return { fault: 'This WAV file holds no sound.' };
  const channels = Array.from({ length: format.channels }, (_, channel) =>
    Float32Array.from({ length: frames }, (__, n) => read(view, data.start + n * frame + (channel * format.bits) / 8)),
  );
  return { rate: format.rate, channels };
}

const READERS: Record<string, (view: DataView, at: number) => number> = {
  [`${PCM} 8`]: (view, at) => (view.getUint8(at) - 128) / 128,
  [`${PCM} 16`]: (view, at) => view.getInt16(at, true) / 0x8000,
  [`${PCM} 24`]: (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 0x800000,
  [`${PCM} 32`]: (view, at) => view.getInt32(at, true) / 0x80000000,
  [`${FLOAT} 32`]: (view, at) => finite(view.getFloat32(at, true)),
  [`${FLOAT} 64`]: (view, at) => finite(view.getFloat64(at, true)),
};

const finite = (sample: number): number => (Number.isFinite(sample) ? Math.max(-1, Math.min(1, sample)) : 0);

type Chunk = { start: number; length: number };

/** A killed recorder leaves sizes of 0, and a streaming one sizes that are too large, so the end of the file counts. */
function chunksOf(view: DataView): { fmt?: Chunk; data?: Chunk } {
  const found: { fmt?: Chunk; data?: Chunk } = {};
  for (let at = 12; at + 8 <= view.byteLength;) {
    const [name, rest, stated] = [tag(view, at), view.byteLength - at - 8, view.getUint32(at + 4, true)];
    const length = Math.min(stated, rest);
    if (name === 'fmt ') found.fmt = { start: at + 8, length };
    if (name === 'data') return { ...found, data: { start: at + 8, length: stated === 0 ? rest : length } };
    at += 8 + length + (length % 2);
  }
  return found;
}

function formatOf(view: DataView, { start, length }: Chunk): Format | null {
  if (length < 16) return null;
  const stated = view.getUint16(start, true);
  const encoding = stated === EXTENSIBLE && length >= 26 ? view.getUint16(start + 24, true) : stated;
  const [channels, rate, bits] = [
    view.getUint16(start + 2, true),
    view.getUint32(start + 4, true),
    view.getUint16(start + 14, true),
  ];
  return channels >= 1 && channels <= 8 && rate >= 4000 && rate <= 192_000 ? { encoding, channels, rate, bits } : null;
}

const tag = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));

export function mixDown({ channels }: Sound): Float32Array {
  const [first = new Float32Array()] = channels;
  return first.map((_, n) => channels.reduce((sum, samples) => sum + (samples[n] ?? 0), 0) / channels.length);
}

/** A WAV file of phone sound. */
export const writePhoneWav = (samples: Float32Array): Buffer => writeWav(samples, PHONE_RATE);

/** A mono WAV file of 16 bits. */
export function writeWav(samples: Float32Array, rate: number): Buffer {
  const file = Buffer.alloc(HEADER_BYTES + samples.length * 2);
  writeHeader(file, rate);
  samples.forEach((sample, n) => file.writeInt16LE(Math.round(finite(sample) * 0x7fff), HEADER_BYTES + n * 2));
  return file;
}

/** Fills in the sizes that Asterisk leaves at 0 until it closes a recording, in case it was killed. Phone sound only. */
export function repairPhoneWav(file: Buffer): Buffer {
  if (file.length < HEADER_BYTES) return file;
  const whole = Buffer.from(file.subarray(0, file.length - (file.length % 2)));
  writeHeader(whole);
  return whole;
}

/** The duration of a WAV file of phone sound, by its size, because Asterisk's own figure is unreliable. */
export const phoneSeconds = (bytes: number): number => Math.max(0, bytes - HEADER_BYTES) / BYTES_PER_SECOND;

function writeHeader(file: Buffer, rate = PHONE_RATE): void {
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(PCM, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(file.length - HEADER_BYTES, 40);
}
