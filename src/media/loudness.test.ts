import { describe, expect, test } from 'vitest';
import { evenLoudness, loudnessOf } from './loudness.ts';

const RATE = 16_000;
const tone = (seconds: number, loudness: number): Float32Array =>
  Float32Array.from({ length: seconds * RATE }, (_, n) => loudness * Math.sin((2 * Math.PI * 440 * n) / RATE));
const joined = (...parts: Float32Array[]): Float32Array => Float32Array.from(parts.flatMap((part) => [...part]));
const peak = (samples: Float32Array): number => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

describe('loudness is evened', () => {
  test.each([
    ['a beep of 0.4 s', tone(0.4, 0.01)],
    ['a beep of 0.03 s', tone(0.03, 0.01)],
    ['what is too loud', tone(2, 0.95)],
    ['speech with long pauses', joined(tone(1, 0.02), tone(8, 0), tone(1, 0.02))],
    ['10 minutes', tone(600, 0.05)],
  ])('of %s', (_, samples) => {
    expect(loudnessOf(evenLoudness(samples, RATE), RATE)).toBeCloseTo(-20, 0);
  });

  test('and one click does not leave the rest quiet', () => {
    const clicked = tone(3, 0.02);
    clicked[RATE] = 1;
    const even = evenLoudness(clicked, RATE);
    expect(loudnessOf(even.subarray(2 * RATE), RATE)).toBeCloseTo(-20, 0);
    expect(peak(even)).toBeLessThan(0.85);
    // turned down around the click, and back a little later
    expect(peak(even.subarray(RATE + 2000, 2 * RATE))).toBeCloseTo(peak(even.subarray(2 * RATE)), 2);
  });

  test('and silence stays silence, hiss stays hiss', () => {
    for (const quiet of [0, 0.0005]) expect(peak(evenLoudness(tone(2, quiet), RATE))).toBeCloseTo(quiet, 5);
    expect(evenLoudness(new Float32Array(), RATE)).toHaveLength(0);
  });
});
