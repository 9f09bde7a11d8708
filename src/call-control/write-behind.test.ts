import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openWriteBehind } from './write-behind.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what cannot be written is tried again, and what comes after it about the same call waits', async () => {
  const written: string[] = [];
  let down = true;
  const journal = openWriteBehind(2, () => {});
  const work = (what: string) => async () => {
    if (down) throw new Error('the database is away');
    written.push(what);
  };
  journal.write('a', work('a answered'));
  journal.write('a', work('a ended'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(written).toEqual([]);
  expect(journal.has('a')).toBe(true);
  down = false;
  await vi.advanceTimersByTimeAsync(6000);
  expect(written).toEqual(['a answered', 'a ended']);
  expect(journal.has('a')).toBe(false);
});

test('only so many write at a time', async () => {
  let writing = 0;
  let most = 0;
  const journal = openWriteBehind(2, () => {});
  for (const call of ['a', 'b', 'c', 'd', 'e']) {
    journal.write(call, async () => {
      most = Math.max(most, ++writing);
      await new Promise((resolve) => setTimeout(resolve, 10));
      writing--;
    });
  }
  const flushed = journal.flush(1000);
  await vi.advanceTimersByTimeAsync(100);
  await flushed;
  expect(most).toBe(2);
  expect(journal.has('e')).toBe(false);
});

test('a flush gives up after its time', async () => {
  const journal = openWriteBehind(1, () => {});
  journal.write('a', () => Promise.reject(new Error('the database is away')));
  const flushed = journal.flush(500);
  await vi.advanceTimersByTimeAsync(500);
  await flushed;
  expect(journal.has('a')).toBe(true);
});
