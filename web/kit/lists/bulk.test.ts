import { describe, expect, test } from 'vitest';
import { forEachOf, type Outcome, runBulk, settled } from './bulk.ts';

describe('a bulk action', () => {
  test('runs once for each item, within the limit of simultaneous ones', async () => {
    const done: number[] = [];
    let now = 0;
    let most = 0;
    await forEachOf(
      Array.from({ length: 23 }, (_, index) => index),
      async (item) => {
        most = Math.max(most, ++now);
        await Promise.resolve();
        now--;
        done.push(item);
      },
      4,
    );
    expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, index) => index));
    expect(most).toBe(4);
  });

  test('does nothing for an empty selection', async () => {
    await expect(forEachOf([], () => Promise.reject(new Error('no')))).resolves.toBeUndefined();
  });

  test('reports each item as done, refused with a reason, or skipped with a reason', async () => {
    const told: Outcome[][] = [];
    const outcomes = await runBulk(
      ['good', 'bad', 'left'].map((id) => ({ id, name: id.toUpperCase() })),
      {
        skip: ({ id }) => (id === 'left' ? 'not this one' : null),
        act: ({ id }) =>
          id === 'bad' ? Promise.reject(new Error('refused')) : Promise.resolve({ state: 'done', text: 'done' }),
        refusal: ({ message }) => message,
      },
      (now) => told.push(now),
    );
    expect(outcomes).toEqual([
      { id: 'good', name: 'GOOD', state: 'done', text: 'done' },
      { id: 'bad', name: 'BAD', state: 'refused', text: 'refused' },
      { id: 'left', name: 'LEFT', state: 'skipped', text: 'not this one' },
    ]);
    expect(told.map(settled)).toEqual([1, 2, 3]);
    expect(told.at(-1)).toEqual(outcomes);
  });
});
