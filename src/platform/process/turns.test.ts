import { expect, test } from 'vitest';
import { oneAtATimeByKey } from './turns.ts';

test('work with the same key runs one after the other, even after a failure; other keys do not wait', async () => {
  const inTurn = oneAtATimeByKey();
  const log: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = inTurn('a', async () => {
    await gate.promise;
    log.push('a1');
    throw new Error('no');
  });
  const second = inTurn('a', async () => log.push('a2'));
  await inTurn('b', async () => log.push('b1'));
  gate.resolve();
  await expect(first).rejects.toThrow('no');
  await second;
  expect(log).toEqual(['b1', 'a1', 'a2']);
});
