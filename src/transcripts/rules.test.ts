import { expect, test } from 'vitest';
import type { Passage } from './contract.ts';
import { audibleSpans, audiblePassages, inOrder } from './rules.ts';

const RATE = 8000;
/** A sound of tones with a duration and a loudness; 0 is silence. */
const sound = (...parts: [seconds: number, loudness: number][]): Float32Array =>
  Float32Array.from(
    parts.flatMap(([seconds, loudness]) =>
      Array.from({ length: seconds * RATE }, (_, n) => loudness * Math.sin((2 * Math.PI * 440 * n) / RATE)),
    ),
  );
const passage = (start: number, end: number, text = 'Hello.', speaker: Passage['speaker'] = 'caller'): Passage => ({
  start,
  end,
  speaker,
  text,
});

test('speech is found, over the pauses between words', () => {
  const [first, second, ...rest] = audibleSpans(sound([1, 0], [1, 0.3], [0.5, 0], [1, 0.3], [3, 0], [1, 0.3]), RATE);
  expect(first?.start).toBeCloseTo(1, 1);
  expect(first?.end).toBeCloseTo(3.5, 1);
  expect(second?.start).toBeCloseTo(6.5, 1);
  expect(rest).toEqual([]);
});

test.each([
  ['silence', sound([10, 0])],
  ['the hiss of a line', sound([10, 0.003])],
  ['a click', sound([3, 0], [0.05, 0.8], [3, 0])],
  ['no sound at all', new Float32Array(0)],
])('%s is no speech', (_, samples) => expect(audibleSpans(samples, RATE)).toEqual([]));

test('what a service makes of silence is dropped', () => {
  const spans = [{ start: 1, end: 4 }];
  expect(audiblePassages([passage(1, 4), passage(4.2, 9, 'Thanks for watching.'), passage(2, 3, '  ')], spans)).toEqual(
    [passage(1, 4)],
  );
});

test('two sides become one conversation', () => {
  const [asks, answers, thanks] = [passage(0, 1), passage(1.2, 2, 'Hi.', 'callee'), passage(2.5, 3)];
  expect(inOrder([asks, thanks, answers])).toEqual([asks, answers, thanks]);
});
