import { expect, test, vi } from 'vitest';
import { openMemoryTrim } from './memory-trim.ts';

const MB = 1_000_000;

/** Looks at these sizes every 5 s. Returns the seconds of the trims. */
function trimsFor(sizes: number[]): number[] {
  const trims: number[] = [];
  let second = 0;
  const memory = openMemoryTrim(async () => {
    trims.push(second);
    return 60 * MB;
  });
  for (const size of sizes) {
    memory.look(size * MB, second * 1000);
    second += 5;
  }
  return trims;
}

test('trims memory once it no longer grows, and again when Asterisk has dropped the calls of the burst', () => {
  expect(trimsFor([60, 120, 180, 190, 190, 190, 190, 190, 190, 190, 70, 70])).toEqual([20, 30, 40]);
  expect(trimsFor([60, 120, 180, 190, ...Array.from({ length: 10 }, () => 180)])).toEqual([20, 30, 40, 50, 60]);
});

test('a quiet Asterisk is left alone', () => {
  const trim = vi.fn(() => Promise.resolve(60 * MB));
  const memory = openMemoryTrim(trim);
  for (let n = 0; n < 100; n++) memory.look((60 + (n % 3) * 5) * MB, n * 5000);
  expect(trim).not.toHaveBeenCalled();
});
