import { describe, expect, it } from 'vitest';
import { forEachOf } from './bulk.ts';

describe('the same with many', () => {
  it('does each once, never more than allowed at once', async () => {
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

  it('does nothing with none', async () => {
    await expect(forEachOf([], () => Promise.reject(new Error('no')))).resolves.toBeUndefined();
  });
});
