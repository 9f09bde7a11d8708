import { readWav } from '../../src/platform/audio/wav.ts';
import { classify, encodeUlaw, packetMs, samplesPerPacket, type SoundPart, soundParts } from './sound.ts';

/** The sounds on each side of a recording, in order, and its length. */
export type Recorded = { seconds: number; left: SoundPart[]; right: SoundPart[] };

const PER_WINDOW = 5 * samplesPerPacket;

/** Analyses a stereo file of the product. */
export function listenTo(wav: Buffer): Recorded {
  const sound = readWav(wav);
  if ('fault' in sound) throw new Error(sound.fault);
  const [left, right] = sound.channels;
  if (!left || !right || sound.rate !== 8000) throw new Error('This is no stereo recording of 8 kHz.');
  return { seconds: left.length / sound.rate, left: partsOf(left), right: partsOf(right) };
}

/** Analyses a mono file of phone sound. */
export function listenToMono(wav: Buffer): { ms: number; parts: SoundPart[] } {
  const sound = readWav(wav);
  if ('fault' in sound) throw new Error(sound.fault);
  const [samples] = sound.channels;
  if (!samples || sound.rate !== 8000) throw new Error('This is no phone sound.');
  return { ms: (samples.length / sound.rate) * 1000, parts: partsOf(samples) };
}

function partsOf(samples: Float32Array): SoundPart[] {
  const windows = Array.from({ length: Math.floor(samples.length / PER_WINDOW) }, (_, n) => {
    const window = samples.subarray(n * PER_WINDOW, (n + 1) * PER_WINDOW);
    return classify(Buffer.from(Uint8Array.from(window, (sample) => encodeUlaw(Math.round(sample * 0x7fff)))), n);
  });
  return soundParts(windows, 5 * packetMs);
}

/** The total duration of a tone in milliseconds. */
export const lengthOf = (parts: readonly SoundPart[], hz: number): number =>
  parts.filter((part) => part.kind === 'tone' && Math.abs(part.hz - hz) <= 10).reduce((sum, { ms }) => sum + ms, 0);
