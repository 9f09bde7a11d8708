import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openStateWriter } from './state-writer.ts';

test('the last state written is the last one that was known, however long the writes take', async () => {
  let known = 'registered';
  let stored = '';
  const answers = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const began: string[] = [];
  const writer = openStateWriter(
    async () => {
      const state = known;
      await answers[began.push(state) - 1]?.promise;
      stored = state;
    },
    () => {},
  );
  writer.changed('one');
  await delay(0);
  known = 'refused';
  writer.changed('one');
  // otherwise the second would finish before the first
  answers[1]?.resolve();
  await delay(0);
  answers[0]?.resolve();
  await delay(0);
  expect([began, stored]).toEqual([['registered', 'refused'], 'refused']);
});

test('what could not be written is written again, once', async () => {
  let isAway = true;
  const written: string[] = [];
  const writer = openStateWriter(
    async (id) => {
      if (isAway) throw new Error('away');
      written.push(id);
    },
    () => {},
  );
  writer.changed('one');
  await delay(0);
  isAway = false;
  writer.retry();
  await delay(0);
  writer.retry();
  await delay(0);
  expect(written).toEqual(['one']);
});
