/** The loudness of speech and the limit of its peaks, as in the platform’s own announcements (dB below full scale). */
const TARGET_DB = -20;
const CEILING = 10 ** (-1.5 / 20);
/** Anything softer, such as an A/D converter's noise, counts as silence. */
const SILENCE_DB = -60;
/** Stretches this much quieter than the mean are pauses, and aren't counted (as in ITU-R BS.1770). */
const PAUSE_DB = 10;
const MAX_GAIN_DB = 30;
const FRAME_SECONDS = 0.05;
/** How long before a peak the limiter turns the volume down, and how long it takes to recover. */
const ATTACK_SECONDS = 0.005;
const RELEASE_SECONDS = 0.1;

const toDb = (power: number): number => 10 * Math.log10(power);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The loudness of a sound without its pauses, in dB below full scale; null for silence. */
export function loudnessOf(samples: Float32Array, rate: number): number | null {
  const audible = framePowers(samples, Math.round(rate * FRAME_SECONDS)).filter((power) => toDb(power) > SILENCE_DB);
  if (audible.length === 0) return null;
  const floor = toDb(mean(audible)) - PAUSE_DB;
  return toDb(mean(audible.filter((power) => toDb(power) > floor)));
}

function framePowers(samples: Float32Array, frame: number): number[] {
  return Array.from({ length: Math.ceil(samples.length / frame) }, (_, n) => {
    const part = samples.subarray(n * frame, (n + 1) * frame);
    return part.reduce((sum, sample) => sum + sample * sample, 0) / part.length;
  });
}

/**
 * Makes a sound as loud as other announcements, with one gain for all of it. A limiter handles the peaks, so that a single click doesn't make the
 * rest quiet. Silence stays silence.
 */
export function evenLoudness(samples: Float32Array, rate: number): Float32Array {
  const loudness = loudnessOf(samples, rate);
  if (loudness === null) return samples;
  const gain = 10 ** (Math.min(MAX_GAIN_DB, TARGET_DB - loudness) / 20);
  return limit(
    samples.map((sample) => sample * gain),
    rate,
  );
}

/** Turns the volume down before a peak and back up after it. No sample exceeds the ceiling. */
function limit(samples: Float32Array, rate: number): Float32Array {
  const gains = samples.map((sample) => Math.min(1, CEILING / Math.abs(sample)));
  const [attack, release] = [1 / (ATTACK_SECONDS * rate), 1 / (RELEASE_SECONDS * rate)];
  for (let n = gains.length - 2; n >= 0; n--) gains[n] = Math.min(gains[n] ?? 1, (gains[n + 1] ?? 1) + attack);
  for (let n = 1; n < gains.length; n++) gains[n] = Math.min(gains[n] ?? 1, (gains[n - 1] ?? 1) + release);
  return samples.map((sample, n) => sample * (gains[n] ?? 1));
}
