import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { systemErrorCode } from '../platform/process/system-error.ts';

export const HEADER_BYTES = 44;
const RATE = 8000;
const SAMPLE_BYTES = 2;
const STEREO_BYTES = 2 * SAMPLE_BYTES;
export const STEREO_SECOND_BYTES = RATE * STEREO_BYTES;
/** Samples read at a time, two seconds. */
const BLOCK = 16_384;
/** The number of steps of the waveform. More would not be visible. */
export const PEAK_STEPS = 400;

/** One side as Asterisk recorded it. */
type Track = { file: FileHandle; samples: number };

/**
 * Both sides as one stereo WAV file. Read `content` to its end; then `peaks` has the waveform of each side, one after
 * the other.
 */
export type StereoSound = {
  milliseconds: number;
  content: () => AsyncGenerator<Buffer>;
  peaks: Buffer;
  close: () => Promise<void>;
};

/**
 * Joins two recordings of phone sound. Lengths are taken from the size of the files, because a killed recorder leaves
 * sizes of 0 in the header. A missing or shorter side is padded with silence. Null if neither has any sound.
 */
export async function openStereo(left: string, right: string): Promise<StereoSound | null> {
  const tracks = [await openTrack(left), await openTrack(right)] as const;
  const close = async (): Promise<void> => {
    for (const track of tracks) await track?.file.close();
  };
  const samples = Math.max(...tracks.map((track) => track?.samples ?? 0));
  if (samples === 0) {
    await close();
    return null;
  }
  const peaks = Buffer.alloc(2 * PEAK_STEPS);
  return {
    milliseconds: Math.round((samples * 1000) / RATE),
    content: () => join(tracks, samples, peaks),
    peaks,
    close,
  };
}

/** Null if there is no such file, or it is not what Asterisk writes. */
async function openTrack(name: string): Promise<Track | null> {
  try {
    // never follow a symbolic link: the folder belongs to Asterisk's account
    const file = await open(name, constants.O_RDONLY | constants.O_NOFOLLOW);
    const head = Buffer.alloc(HEADER_BYTES);
    const { bytesRead } = await file.read(head, 0, HEADER_BYTES, 0);
    const isPhoneSound = head.readUInt16LE(22) === 1 && head.readUInt32LE(24) === RATE && head.readUInt16LE(34) === 16;
    if (bytesRead === HEADER_BYTES && head.toString('latin1', 8, 16) === 'WAVEfmt ' && isPhoneSound)
      return { file, samples: Math.floor(((await file.stat()).size - HEADER_BYTES) / SAMPLE_BYTES) };
    await file.close();
    return null;
  } catch (error) {
    if (['ENOENT', 'ELOOP'].includes(systemErrorCode(error) ?? '')) return null;
    throw error;
  }
}

async function* join(tracks: readonly (Track | null)[], samples: number, peaks: Buffer): AsyncGenerator<Buffer> {
  yield stereoHeader(samples * STEREO_BYTES);
  for (let at = 0; at < samples; at += BLOCK) {
    const count = Math.min(BLOCK, samples - at);
    const block = Buffer.alloc(count * STEREO_BYTES);
    for (const [side, track] of tracks.entries()) {
      if (!track) continue;
      const mono = Buffer.alloc(count * SAMPLE_BYTES);
      const { bytesRead } = await track.file.read(mono, 0, mono.length, HEADER_BYTES + at * SAMPLE_BYTES);
      for (let n = 0; n < Math.floor(bytesRead / SAMPLE_BYTES); n++) {
        const sample = mono.readInt16LE(n * SAMPLE_BYTES);
        block.writeInt16LE(sample, n * STEREO_BYTES + side * SAMPLE_BYTES);
        const step = side * PEAK_STEPS + Math.floor(((at + n) * PEAK_STEPS) / samples);
        peaks[step] = Math.max(peaks[step] ?? 0, loudness(sample));
      }
    }
    yield block;
  }
}

/** One byte per sample: its square root, since most speech is quiet. */
const loudness = (sample: number): number => Math.min(255, Math.round(Math.sqrt(Math.abs(sample) / 0x8000) * 255));

/** The header of a WAV file with this many bytes of stereo phone sound. */
export function stereoHeader(bytes: number): Buffer {
  const head = Buffer.alloc(HEADER_BYTES);
  head.write('RIFF', 0, 'latin1');
  // a WAV file holds 4 GB, more than a day of a call
  head.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(STEREO_SECOND_BYTES, 28);
  head.writeUInt16LE(STEREO_BYTES, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(bytes, 40);
  return head;
}
