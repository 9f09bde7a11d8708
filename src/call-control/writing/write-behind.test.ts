import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openWriteBehind } from './write-behind.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const NO_ROWS = { saveRows: () => Promise.resolve(), isAboutRows: () => true, writers: 2, log: () => {} };

test('a failed write is retried, and later writes of the same call wait', async () => {
  const written: string[] = [];
  let down = true;
  const writeBehind = openWriteBehind({ ...NO_ROWS, writers: 2 });
  const work = (what: string) => async () => {
    if (down) throw new Error('the database is away');
    written.push(what);
  };
  writeBehind.write('a', work('a answered'));
  writeBehind.write('a', work('a ended'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(written).toEqual([]);
  expect(writeBehind.has('a')).toBe(true);
  down = false;
  await vi.advanceTimersByTimeAsync(6000);
  expect(written).toEqual(['a answered', 'a ended']);
  expect(writeBehind.has('a')).toBe(false);
});

test('limits how many writes run at a time', async () => {
  let writing = 0;
  let most = 0;
  const writeBehind = openWriteBehind({ ...NO_ROWS, writers: 2 });
  for (const call of ['a', 'b', 'c', 'd', 'e']) {
    writeBehind.write(call, async () => {
      most = Math.max(most, ++writing);
      await new Promise((resolve) => setTimeout(resolve, 10));
      writing--;
    });
  }
  const flushed = writeBehind.flush(1000);
  await vi.advanceTimersByTimeAsync(100);
  await flushed;
  expect(most).toBe(2);
  expect(writeBehind.has('e')).toBe(false);
});

test('a flush gives up after its time', async () => {
  const writeBehind = openWriteBehind({ ...NO_ROWS, writers: 1 });
  writeBehind.write('a', () => Promise.reject(new Error('the database is away')));
  const flushed = writeBehind.flush(500);
  await vi.advanceTimersByTimeAsync(500);
  await flushed;
  expect(writeBehind.has('a')).toBe(true);
});

test('a call’s answer and end are saved in order, each together with other calls’', async () => {
  const saved: string[][] = [];
  const saveRows = async (rows: string[]) => void saved.push(rows);
  const writeBehind = openWriteBehind<string>({ ...NO_ROWS, saveRows });
  for (const call of ['a', 'b']) {
    writeBehind.writeRow(call, `${call} answered`);
    writeBehind.writeRow(call, `${call} ended`);
  }
  await vi.advanceTimersByTimeAsync(300);
  expect(saved).toEqual([
    ['a answered', 'b answered'],
    ['a ended', 'b ended'],
  ]);
  expect(writeBehind.has('a')).toBe(false);
});

test('rows are saved once the database is back, and a bad row does not stop the others', async () => {
  let down = true;
  const saved: string[] = [];
  const log = vi.fn();
  const saveRows = async (rows: string[]) => {
    if (down) throw new Error('the database is away');
    if (rows.includes('bad')) throw new TypeError('a bad row');
    saved.push(...rows);
  };
  const isAboutRows = (error: unknown) => error instanceof TypeError;
  const writeBehind = openWriteBehind<string>({ ...NO_ROWS, saveRows, isAboutRows, log });
  for (const row of ['a', 'bad', 'c']) writeBehind.writeRow(row, row);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(saved).toEqual([]);
  down = false;
  await vi.advanceTimersByTimeAsync(6000);
  expect(saved.toSorted()).toEqual(['a', 'c']);
  expect(writeBehind.has('bad')).toBe(true);
  expect(log).toHaveBeenCalledWith(expect.any(TypeError));
});

test('a call waits for its own pending writes only, and for a limited time', async () => {
  const gate = Promise.withResolvers<void>();
  const writeBehind = openWriteBehind(NO_ROWS);
  writeBehind.write('a', () => gate.promise);
  const done: string[] = [];
  void writeBehind.flushCall('b', 500).then(() => done.push('b'));
  void writeBehind.flushCall('a', 500).then(() => done.push('a in vain'));
  void writeBehind.flushCall('a', 5000).then(() => done.push('a'));
  await vi.advanceTimersByTimeAsync(499);
  expect(done).toEqual(['b']);
  await vi.advanceTimersByTimeAsync(1);
  expect(done).toEqual(['b', 'a in vain']);
  gate.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(done).toEqual(['b', 'a in vain', 'a']);
});
