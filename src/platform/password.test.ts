import { expect, test } from 'vitest';
import { hashPassword, withQueue, DUMMY_HASH, verifyPassword } from './password.ts';

test('a password is stored as argon2id with the recommended cost, and verified', async () => {
  const stored = await hashPassword('correct horse');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(stored, 'correct horse')).toBe(true);
  expect(await verifyPassword(stored, 'Correct horse')).toBe(false);
});

test('an unknown account never matches, and is hashed at the same cost as a real one', async () => {
  expect(await verifyPassword(null, 'wrong')).toBe(false);
  expect(await verifyPassword(null, '')).toBe(false);
  const [, kind, version, cost, salt, hash] = (await hashPassword('correct horse')).split('$');
  const nobody = DUMMY_HASH.split('$');
  expect(nobody.slice(1, 4)).toEqual([kind, version, cost]);
  expect([nobody[4]!.length, nobody[5]!.length]).toEqual([salt!.length, hash!.length]);
});

test('a limited number runs at once, a limited number waits in order, and the rest is refused', async () => {
  const turn = withQueue(2, 2);
  let running = 0;
  let most = 0;
  const releases: (() => void)[] = [];
  const order: number[] = [];
  const work = (n: number) =>
    turn(async () => {
      order.push(n);
      most = Math.max(most, (running += 1));
      await new Promise<void>((resolve) => releases.push(resolve));
      running -= 1;
      return n;
    });
  const all = [work(1), work(2), work(3), work(4)];
  await expect(work(5)).rejects.toMatchObject({ status: 503, extra: { retryAfter: 5 } });
  while (releases.length > 0 || order.length < 4) {
    releases.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const release of releases) release();
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4]);
  expect([order, most]).toEqual([[1, 2, 3, 4], 2]);
});

test('failed work frees its turn', async () => {
  const turn = withQueue(1, 1);
  const failing = turn(() => Promise.reject(new Error('broken')));
  const next = turn(async () => 'done');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('done');
});
