import { expect, test } from 'vitest';
import { type PacketCount, judgeSilence, type Verdict } from './silence.ts';

const MINUTE = 60_000;

/** The verdicts on these packet counts, one every half minute. */
function verdicts(counts: number[]): Verdict[] {
  let before: PacketCount | undefined;
  return counts.map((packets, index) => {
    const { count, verdict } = judgeSilence(before, packets, (index * MINUTE) / 2, MINUTE);
    before = count;
    return verdict;
  });
}

test('a phone that sends audio is left alone', () => {
  expect(verdicts([0, 1500, 3000, 4500])).toEqual(['speaks', 'speaks', 'speaks', 'speaks']);
});

test('a silent phone is asked after a minute, and again after five', () => {
  const silent = verdicts(Array.from({ length: 14 }, () => 7));
  expect(silent.map((verdict, index) => verdict === 'ask' && index / 2).filter(Boolean)).toEqual([1, 6]);
});

test('a phone that sends audio again starts over', () => {
  expect(verdicts([7, 7, 7, 8, 8, 8])).toEqual(['speaks', 'quiet', 'ask', 'speaks', 'quiet', 'ask']);
});

test('a phone that is silent for an hour loses its call', () => {
  const silent = verdicts(Array.from({ length: 122 }, () => 7));
  expect(silent.indexOf('over')).toBe(120);
});
