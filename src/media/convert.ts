import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { resample } from '../platform/audio/resample.ts';
import { mixDown, PHONE_RATE, readWav, writeWav } from '../platform/audio/wav.ts';
import { runBounded } from '../platform/process/bounded-run.ts';
import type { FoundProgram } from '../platform/process/found-program.ts';
import { commandLine } from '../platform/process/launch.ts';
import { chownTo, unprivilegedAccount } from '../platform/process/run-as.ts';
import { MAX_MEDIA_SECONDS, type MediaFailure } from './contract.ts';
import { evenLoudness } from './loudness.ts';
import { DEMUXERS, formatOf } from './rules.ts';

/** A sound as phones and the page play it: mono, 16 bits, at 8 and at 16 kHz. `hash` is of its content. */
export type PhoneSound = { hash: string; milliseconds: number; narrow: Buffer; wide: Buffer };

const WIDE_RATE = 16_000;
const SAMPLE_BYTES = 2;

const BOUNDS = {
  timeoutMs: 60_000,
  memoryBytes: 1_500_000_000,
  // a little more than the limit, so that a longer sound is detected
  outputBytes: (MAX_MEDIA_SECONDS + 1) * WIDE_RATE * SAMPLE_BYTES,
};

/**
 * Converts a file to sound for phones, at an even loudness. Without ffmpeg, it reads only PCM WAV files. `work` names the conversion's own folder, so
 * that a retry cleans up after a killed attempt.
 */
export async function convert(
  file: Uint8Array,
  ffmpeg: FoundProgram | null,
  work: string,
): Promise<PhoneSound | { failure: MediaFailure }> {
  const decoded = ffmpeg ? await decode(file, ffmpeg, work) : await decodeWav(file);
  if ('failure' in decoded) return decoded;
  if (decoded.length === 0) return { failure: 'no_sound' };
  if (decoded.length > MAX_MEDIA_SECONDS * WIDE_RATE) return { failure: 'too_long' };
  const even = evenLoudness(decoded, WIDE_RATE);
  const wide = writeWav(even, WIDE_RATE);
  return {
    hash: createHash('sha256').update(wide).digest('hex'),
    milliseconds: Math.max(1, Math.round((decoded.length / WIDE_RATE) * 1000)),
    narrow: writeWav(await resample(even, WIDE_RATE, PHONE_RATE), PHONE_RATE),
    wide,
  };
}

/** ffmpeg reads the untrusted file under an account without rights, with one demuxer, no network and resource limits. */
async function decode(
  file: Uint8Array,
  ffmpeg: FoundProgram,
  work: string,
): Promise<Float32Array | { failure: MediaFailure }> {
  const format = formatOf(file);
  if (!format) return { failure: 'unreadable' };
  const account = unprivilegedAccount(['nobody']);
  const folder = path.join(os.tmpdir(), `strowger-media-${work}`);
  const input = path.join(folder, 'input');
  await fs.rm(folder, { recursive: true, force: true });
  try {
    await fs.mkdir(folder, { mode: 0o700 });
    await fs.writeFile(input, file, { mode: 0o600 });
    for (const place of [input, folder]) chownTo(account, place);
    const command = commandLine(ffmpeg, 'ffmpeg', readingArguments(DEMUXERS[format], input));
    const { end, output } = await runBounded(command, BOUNDS, { account });
    if (end === 'too_slow') return { failure: 'too_slow' };
    // use what could be read of a damaged file
    return end === 'failed' && output.length === 0 ? { failure: 'unreadable' } : samplesOf(output);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

const readingArguments = (demuxer: string, input: string): string[] => [
  '-nostdin',
  '-hide_banner',
  '-loglevel',
  'error',
  '-threads',
  '1',
  '-protocol_whitelist',
  'file,pipe',
  '-f',
  demuxer,
  '-i',
  `file:${input}`,
  // the first audio stream, without pictures and metadata
  '-map',
  '0:a:0',
  '-vn',
  '-sn',
  '-dn',
  '-map_metadata',
  '-1',
  '-t',
  String(MAX_MEDIA_SECONDS + 1),
  '-ac',
  '1',
  '-ar',
  String(WIDE_RATE),
  '-f',
  's16le',
  'pipe:1',
];

function samplesOf(pcm: Buffer): Float32Array {
  const length = Math.floor(pcm.length / SAMPLE_BYTES);
  return Float32Array.from({ length }, (_, n) => pcm.readInt16LE(n * SAMPLE_BYTES) / 0x8000);
}

async function decodeWav(file: Uint8Array): Promise<Float32Array | { failure: MediaFailure }> {
  const sound = readWav(file);
  if ('fault' in sound) return { failure: 'unreadable' };
  return resample(mixDown(sound), sound.rate, WIDE_RATE);
}
