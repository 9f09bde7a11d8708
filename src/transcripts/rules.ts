import type { Passage } from './contract.ts';

/** A transcript has failed after this many requests to the speech service. */
export const MAX_ATTEMPTS = 5;

/** A stretch of sound, in seconds. */
export type Span = { start: number; end: number };

const FRAME_SECONDS = 0.03;
/** Between the hiss of a line and speech, which is much louder. */
const AUDIBLE = 0.008;
/** A shorter pause between words doesn't end a passage. The service also needs this much sound around it. */
const PAUSE_SECONDS = 1;
/** A shorter sound, such as a click, isn't speech. */
const MIN_SECONDS = 0.2;

/**
 * The audible parts of samples between -1 and 1. Speech services invent words for silence, so their text for silent
 * parts is dropped, and silence alone is not sent to them.
 */
export function audibleSpans(samples: Float32Array, rate: number): Span[] {
  const frame = Math.max(1, Math.round(rate * FRAME_SECONDS));
  const spans: Span[] = [];
  for (let at = 0; at < samples.length; at += frame) {
    const end = Math.min(at + frame, samples.length);
    if (loudness(samples, at, end) < AUDIBLE) continue;
    const last = spans.at(-1);
    if (last && at / rate - last.end < PAUSE_SECONDS) last.end = end / rate;
    else spans.push({ start: at / rate, end: end / rate });
  }
  return spans.filter(({ start, end }) => end - start >= MIN_SECONDS);
}

function loudness(samples: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let n = from; n < to; n++) sum += (samples[n] ?? 0) ** 2;
  return Math.sqrt(sum / (to - from));
}

/** At least half of a passage must be audible, because services invent text for silence. */
const HEARD_PART = 0.5;

/** The passages with audible sound. */
export const audiblePassages = (passages: readonly Passage[], spans: readonly Span[]): Passage[] =>
  passages.filter(({ start, end, text }) => {
    const audible = spans.reduce(
      (sum, span) => sum + Math.max(0, Math.min(end, span.end) - Math.max(start, span.start)),
      0,
    );
    return text.trim() !== '' && audible >= HEARD_PART * Math.max(end - start, FRAME_SECONDS);
  });

/** The passages of all sides as one conversation. */
export const inOrder = (passages: readonly Passage[]): Passage[] =>
  passages.toSorted((one, other) => one.start - other.start);

/** Shifts the passages of a piece to their time in the recording. */
export const later = (passages: readonly Passage[], seconds: number): Passage[] =>
  passages.map((passage) => ({ ...passage, start: passage.start + seconds, end: passage.end + seconds }));

/** The text that a search matches. */
export const textOf = (passages: readonly Passage[]): string => passages.map(({ text }) => text).join(' ');
