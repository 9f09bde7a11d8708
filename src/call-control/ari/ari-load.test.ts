import { expect, test } from 'vitest';
import { openAriLoad } from './ari-load.ts';

function openLoad(waiting: number) {
  const clock = { now: 0 };
  const answers: PromiseWithResolvers<{ status: number; body: unknown }>[] = [];
  const load = openAriLoad(
    () => {
      const answer = Promise.withResolvers<{ status: number; body: unknown }>();
      answers.push(answer);
      return answer.promise;
    },
    () => clock.now,
  );
  const requests = Array.from({ length: waiting }, (_, n) => load.request('POST', `channels/${n}/answer`));
  return { load, clock, answers, requests };
}

test('is overloaded while many requests wait, the oldest for more than a second', () => {
  const { load, clock } = openLoad(17);
  clock.now = 1000;
  expect(load.isOverloaded()).toBe(false);
  clock.now = 1001;
  expect(load.isOverloaded()).toBe(true);
});

test('is not overloaded once the waiting requests have succeeded or failed', async () => {
  const { load, clock, answers, requests } = openLoad(18);
  clock.now = 1001;
  answers[0]?.resolve({ status: 204, body: undefined });
  await requests[0];
  expect(load.isOverloaded()).toBe(true);
  answers[1]?.reject(new Error('Headers Timeout'));
  await expect(requests[1]).rejects.toThrow('Headers Timeout');
  expect(load.isOverloaded()).toBe(false);
});

test('is not overloaded if only a few requests wait for long', () => {
  const { load, clock } = openLoad(16);
  clock.now = 60_000;
  expect(load.isOverloaded()).toBe(false);
});
