import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inBatches } from './batches.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const GATHER_MS = 100;
const openBatches = (save: (rows: string[]) => Promise<void>) =>
  inBatches<string>({ save, gatherMs: GATHER_MS, maxRows: 3, isAboutRows: (error) => error instanceof TypeError });

test('saves rows from about the same time together, and a full batch at once', async () => {
  const batches: string[][] = [];
  const saveRow = openBatches(async (rows) => void batches.push(rows));
  for (const row of ['a', 'b', 'c', 'd']) void saveRow(row);
  expect(batches).toEqual([['a', 'b', 'c']]);
  await vi.advanceTimersByTimeAsync(GATHER_MS);
  expect(batches).toEqual([['a', 'b', 'c'], ['d']]);
});

test('a bad row fails alone', async () => {
  const saved: string[] = [];
  const saveRow = openBatches(async (rows) => {
    if (rows.includes('bad')) throw new TypeError('a bad row');
    saved.push(...rows);
  });
  const settled = Promise.allSettled(['a', 'bad', 'c'].map(saveRow));
  await vi.advanceTimersByTimeAsync(GATHER_MS);
  expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(saved).toEqual(['a', 'c']);
});

test('does not retry rows one by one while the database is down', async () => {
  const save = vi.fn(() => Promise.reject(new Error('the database is away')));
  const settled = Promise.allSettled(['a', 'b', 'c'].map(openBatches(save)));
  await vi.advanceTimersByTimeAsync(GATHER_MS);
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(save).toHaveBeenCalledTimes(1);
});
