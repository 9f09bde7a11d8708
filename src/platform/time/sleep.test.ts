import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { sleep } from './sleep.ts';

test('waits on one signal leave no listeners behind', async () => {
  const { signal } = new AbortController();
  for (let waits = 0; waits < 3; waits++) await sleep(1, signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('a wait ends when its signal aborts, and at once if that has happened', async () => {
  const stopping = new AbortController();
  const waiting = sleep(2 ** 31 - 1, stopping.signal);
  stopping.abort();
  await waiting;
  expect(getEventListeners(stopping.signal, 'abort')).toEqual([]);
  await sleep(2 ** 31 - 1, stopping.signal);
});
