/** The kinds of sound in G.711 µ-law: silence, a tone, or something richer such as speech. */

export type SoundKind = 'silence' | 'tone' | 'sound';

/** 100 ms of received sound. */
export interface SoundWindow {
  readonly at: number;
  readonly kind: SoundKind;
  /** The strongest frequency; 0 in silence. */
  readonly hz: number;
  /** Loudness: RMS in dB below full scale. */
  readonly dbfs: number;
}

const rate = 8000;
const bias = 0x84;
const silenceDbfs = -50;
/** A tone has nearly all energy in one bin; speech spreads it. */
const tonePurity = 0.8;

export const packetMs = 20;
export const samplesPerPacket = (rate * packetMs) / 1000;

/** ITU-T G.711, µ-law. */
export function encodeUlaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32635) + bias;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

export const ulawToLinear: readonly number[] = Array.from({ length: 256 }, (_, byte) => {
  const bits = ~byte & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + bias) << ((bits & 0x70) >> 4);
  return bits & 0x80 ? bias - magnitude : magnitude - bias;
});

/** Endless 20 ms payloads of a continuous sine at -13 dBFS; 0 Hz is silence. */
export function* tonePayloads(hz: number): Generator<Buffer, never> {
  const amplitude = hz === 0 ? 0 : 10_000;
  for (let sample = 0; ;) {
    const payload = Buffer.alloc(samplesPerPacket);
    for (let i = 0; i < samplesPerPacket; i++, sample++) {
      payload[i] = encodeUlaw(Math.round(amplitude * Math.sin((2 * Math.PI * hz * sample) / rate)));
    }
    yield payload;
  }
}

/** Classifies a stretch of µ-law; 800 samples are enough to tell tones 10 Hz apart. */
export function classify(ulaw: Buffer, at: number): SoundWindow {
  const samples = Float64Array.from(ulaw, (byte) => (ulawToLinear[byte] ?? 0) / 32768);
  const meanSquare = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  const dbfs = Math.round(10 * Math.log10(Math.max(meanSquare, 1e-10)));
  if (dbfs < silenceDbfs) return { at, kind: 'silence', hz: 0, dbfs };

  const coarse = strongest(samples, 100, 3600, 10);
  const { hz, power } = strongest(samples, coarse.hz - 10, coarse.hz + 10, 1);
  return { at, kind: power / meanSquare >= tonePurity ? 'tone' : 'sound', hz, dbfs };
}

function strongest(samples: Float64Array, from: number, to: number, step: number): { hz: number; power: number } {
  let best = { hz: 0, power: 0 };
  for (let hz = from; hz <= to; hz += step) {
    const power = goertzel(samples, hz);
    if (power > best.power) best = { hz, power };
  }
  return best;
}

/** The share of one frequency in the mean square; 1 for a pure tone. */
function goertzel(samples: Float64Array, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let last = 0;
  let beforeLast = 0;
  for (const sample of samples) {
    const now = sample + coefficient * last - beforeLast;
    beforeLast = last;
    last = now;
  }
  const magnitude = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
  return (2 * magnitude) / (samples.length * samples.length);
}

/** A stretch of a call with the same sound. */
export interface SoundPart {
  readonly kind: SoundKind;
  readonly hz: number;
  readonly ms: number;
}

/** Joins windows that sound the same, so that a failing test says "440 Hz for 2 s, then speech for 4 s". */
export function soundParts(windows: readonly SoundWindow[], windowMs: number): SoundPart[] {
  const parts: { kind: SoundKind; hz: number; ms: number }[] = [];
  for (const { kind, hz } of windows) {
    const last = parts.at(-1);
    const same = last?.kind === kind && (kind !== 'tone' || Math.abs(last.hz - hz) <= 10);
    if (same) last.ms += windowMs;
    else parts.push({ kind, hz: kind === 'tone' ? hz : 0, ms: windowMs });
  }
  return parts;
}
