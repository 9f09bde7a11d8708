import { setImmediate as turn } from 'node:timers/promises';
import { PHONE_RATE, readWav, type Sound, writePhoneWav } from './wav.ts';

/** Zero crossings of the filter on each side, at the lower of both rates: more is sharper and slower. */
const CROSSINGS = 16;
/** Phones hear up to 3400 Hz. A little below half of the rate, so that nothing above it folds back. */
const CUT_OFF = 0.94;
/** Samples between two turns for other requests, a few milliseconds of work. */
const BATCH = 4000;

/**
 * Any WAV file as phones play it: mono, 8 kHz, 16 bits, as loud as the file. Own code, because the libraries for it are either unmaintained or bring
 * a build of FFmpeg, and this is one filter (a windowed sinc, see Smith, Digital Audio Resampling).
 */
export async function toPhoneSound(
  file: Uint8Array,
  maxSeconds: number,
): Promise<{ wav: Buffer; seconds: number } | { fault: string }> {
  const sound = readWav(file);
  if ('fault' in sound) return sound;
  const mono = mixDown(sound);
  const seconds = mono.length / sound.rate;
  if (seconds > maxSeconds)
    return { fault: `This recording lasts ${Math.ceil(seconds)} seconds. It may last ${maxSeconds} at most.` };
  return { wav: writePhoneWav(await resample(mono, sound.rate)), seconds };
}

function mixDown({ channels }: Sound): Float32Array {
  const [first = new Float32Array()] = channels;
  return first.map((_, n) => channels.reduce((sum, samples) => sum + (samples[n] ?? 0), 0) / channels.length);
}

async function resample(samples: Float32Array, from: number): Promise<Float32Array> {
  if (from === PHONE_RATE) return samples;
  const ratio = from / PHONE_RATE;
  const narrow = CUT_OFF * Math.min(1, 1 / ratio);
  const reach = CROSSINGS / narrow;
  const out = new Float32Array(Math.floor(samples.length / ratio));
  for (let n = 0; n < out.length; n++) {
    if (n % BATCH === BATCH - 1) await turn();
    const centre = n * ratio;
    let sum = 0;
    const last = Math.min(samples.length - 1, Math.floor(centre + reach));
    for (let k = Math.max(0, Math.ceil(centre - reach)); k <= last; k++)
      sum += (samples[k] ?? 0) * kernel((k - centre) * narrow);
    out[n] = sum * narrow;
  }
  return out;
}

/** A sinc under a Hann window, with its argument in zero crossings. */
function kernel(x: number): number {
  if (x === 0) return 1;
  const angle = Math.PI * x;
  return (Math.sin(angle) / angle) * (0.5 + 0.5 * Math.cos(angle / CROSSINGS));
}
