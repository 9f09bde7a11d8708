import { expect, test } from 'vitest';
import { hashPassword, inTurns, verifyPassword } from './password.ts';

test('a password is kept as argon2id with the recommended cost, and verified', async () => {
  const stored = await hashPassword('correct horse');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(stored, 'correct horse')).toBe(true);
  expect(await verifyPassword(stored, 'Correct horse')).toBe(false);
});

test('no account: never a match, and as dear as a wrong password', async () => {
  const stored = await hashPassword('correct horse');
  const time = async (of: string | null): Promise<number> => {
    const rounds = [];
    for (let round = 0; round < 5; round += 1) {
      const start = process.hrtime.bigint();
      expect(await verifyPassword(of, 'wrong')).toBe(false);
      rounds.push(Number(process.hrtime.bigint() - start));
    }
    return Math.min(...rounds);
  };
  const [unknown, wrong] = [await time(null), await time(stored)];
  expect(unknown / wrong).toBeGreaterThan(0.5);
  expect(unknown / wrong).toBeLessThan(2);
});

test('only so many at once; the rest wait in order; beyond that a refusal', async () => {
  const turn = inTurns(2, 2);
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

test('work that fails gives its turn on', async () => {
  const turn = inTurns(1, 1);
  const failing = turn(() => Promise.reject(new Error('broken')));
  const next = turn(async () => 'done');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('done');
});
