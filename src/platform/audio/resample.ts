import { setImmediate as turn } from 'node:timers/promises';

/** Zero crossings of the filter on each side, at the lower rate. More makes it sharper and slower. */
const CROSSINGS = 16;
/** A little below half of the lower rate, so that nothing above it folds back. */
const CUT_OFF = 0.94;
/** Samples per batch, a few milliseconds of work, after which other requests get their turn. */
const BATCH = 4000;
/** The limit of cached filters, one for each position between two samples. Common rates need far fewer. */
const MAX_FILTERS = 2000;

/** Resamples a sound with a windowed sinc (Smith, Digital Audio Resampling). Yields to other work meanwhile. */
export async function resample(samples: Float32Array, from: number, to: number): Promise<Float32Array> {
  if (from === to) return samples;
  const filterAt = filters(CUT_OFF * Math.min(1, to / from), to);
  const out = new Float32Array(Math.floor((samples.length * to) / from));
  for (let n = 0; n < out.length; n++) {
    if (n % BATCH === BATCH - 1) await turn();
    const base = Math.floor((n * from) / to);
    const { first, weights } = filterAt((n * from) % to);
    let sum = 0;
    for (let k = 0; k < weights.length; k++) sum += (samples[base + first + k] ?? 0) * (weights[k] ?? 0);
    out[n] = sum;
  }
  return out;
}

type Filter = { first: number; weights: Float32Array };

/** The filter for a position `phase / steps` after a sample. */
function filters(narrow: number, steps: number): (phase: number) => Filter {
  const known = new Map<number, Filter>();
  const reach = CROSSINGS / narrow;
  const make = (phase: number): Filter => {
    const centre = phase / steps;
    const first = Math.ceil(centre - reach);
    const length = Math.floor(centre + reach) - first + 1;
    const weights = Float32Array.from({ length }, (_, k) => narrow * kernel((first + k - centre) * narrow));
    return { first, weights };
  };
  return (phase) => {
    const filter = known.get(phase) ?? make(phase);
    if (known.size < MAX_FILTERS) known.set(phase, filter);
    return filter;
  };
}

/** A sinc under a Hann window, with its argument in zero crossings. */
function kernel(x: number): number {
  if (x === 0) return 1;
  const angle = Math.PI * x;
  return (Math.sin(angle) / angle) * (0.5 + 0.5 * Math.cos(angle / CROSSINGS));
}
