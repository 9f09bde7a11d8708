import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openWriteBehind } from './write-behind.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const NO_ROWS = { saveRows: () => Promise.resolve(), isAboutRows: () => true, writers: 2, log: () => {} };

test('what cannot be written is tried again, and what comes after it about the same call waits', async () => {
  const written: string[] = [];
  let down = true;
  const journal = openWriteBehind({ ...NO_ROWS, writers: 2 });
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
  const journal = openWriteBehind({ ...NO_ROWS, writers: 2 });
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
  const journal = openWriteBehind({ ...NO_ROWS, writers: 1 });
  journal.write('a', () => Promise.reject(new Error('the database is away')));
  const flushed = journal.flush(500);
  await vi.advanceTimersByTimeAsync(500);
  await flushed;
  expect(journal.has('a')).toBe(true);
});

test('the answer and the end of a call are written in order, each with those of other calls', async () => {
  const saved: string[][] = [];
  const saveRows = async (rows: string[]) => void saved.push(rows);
  const journal = openWriteBehind<string>({ ...NO_ROWS, saveRows });
  for (const call of ['a', 'b']) {
    journal.writeRow(call, `${call} answered`);
    journal.writeRow(call, `${call} ended`);
  }
  await vi.advanceTimersByTimeAsync(300);
  expect(saved).toEqual([
    ['a answered', 'b answered'],
    ['a ended', 'b ended'],
  ]);
  expect(journal.has('a')).toBe(false);
});

test('rows are written once the database is back, and a row that cannot be written keeps no other from it', async () => {
  let down = true;
  const saved: string[] = [];
  const log = vi.fn();
  const saveRows = async (rows: string[]) => {
    if (down) throw new Error('the database is away');
    if (rows.includes('bad')) throw new TypeError('a bad row');
    saved.push(...rows);
  };
  const isAboutRows = (error: unknown) => error instanceof TypeError;
  const journal = openWriteBehind<string>({ ...NO_ROWS, saveRows, isAboutRows, log });
  for (const row of ['a', 'bad', 'c']) journal.writeRow(row, row);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(saved).toEqual([]);
  down = false;
  await vi.advanceTimersByTimeAsync(6000);
  expect(saved.toSorted()).toEqual(['a', 'c']);
  expect(journal.has('bad')).toBe(true);
  expect(log).toHaveBeenCalledWith(expect.any(TypeError));
});

test('a call waits for its own pending writes, for a limited time, and not for those of other calls', async () => {
  const gate = Promise.withResolvers<void>();
  const journal = openWriteBehind(NO_ROWS);
  journal.write('a', () => gate.promise);
  const done: string[] = [];
  void journal.flushCall('b', 500).then(() => done.push('b'));
  void journal.flushCall('a', 500).then(() => done.push('a in vain'));
  void journal.flushCall('a', 5000).then(() => done.push('a'));
  await vi.advanceTimersByTimeAsync(499);
  expect(done).toEqual(['b']);
  await vi.advanceTimersByTimeAsync(1);
  expect(done).toEqual(['b', 'a in vain']);
  gate.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(done).toEqual(['b', 'a in vain', 'a']);
});
