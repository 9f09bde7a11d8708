import { expect, test, vi } from 'vitest';
import type { Reply } from './options.ts';
import { watchTrunks } from './watch.ts';

const trunk = (id: string, more = {}) => ({
  id,
  host: '192.0.2.1',
  port: 5060,
  answersOptions: false,
  answersCalls: false,
  ...more,
});

function watching(first: Reply) {
  vi.useFakeTimers();
  let reply = first;
  const asked: string[] = [];
  const seen: string[] = [];
  const watch = watchTrunks({
    probe: async ({ host }) => {
      asked.push(host);
      return reply;
    },
    onProbed: ({ id }, { last }) => seen.push(`${id} ${last}`),
    now: () => Date.now(),
  });
  return { watch, asked, seen, answer: (next: Reply) => void (reply = next) };
}
const ANSWERED: Reply = { kind: 'answered', roundTripMs: 3 };

test('a trunk gets OPTIONS every 10 seconds, every 3 while silent, and none after its removal', async () => {
  const { watch, asked, seen, answer } = watching(ANSWERED);
  watch.watch([trunk('a')]);
  await vi.advanceTimersByTimeAsync(20_500);
  expect(asked).toHaveLength(3);
  expect(watch.rank('a')).toBe(0);
  answer({ kind: 'silent' });
  await vi.advanceTimersByTimeAsync(16_000);
  expect(asked).toHaveLength(6);
  expect([seen.at(-1), watch.rank('a')]).toEqual(['a silent', 2]);
  watch.watch([]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(6);
  vi.useRealTimers();
});

test('earlier knowledge counts for the same address', async () => {
  const { watch } = watching({ kind: 'silent' });
  watch.watch([trunk('a', { answersOptions: true })]);
  await vi.advanceTimersByTimeAsync(0);
  expect(watch.rank('a')).toBe(2);
  watch.watch([trunk('a', { host: '192.0.2.2' })]);
  await vi.advanceTimersByTimeAsync(0);
  expect(watch.rank('a')).toBe(0);
  watch.stop();
  vi.useRealTimers();
});

test('a trunk that failed a call comes after the others until one succeeds', async () => {
  const { watch } = watching(ANSWERED);
  watch.watch([trunk('a')]);
  await vi.advanceTimersByTimeAsync(0);
  watch.failed('a');
  expect(watch.rank('a')).toBe(1);
  watch.succeeded('a');
  expect(watch.rank('a')).toBe(0);
  watch.stop();
  vi.useRealTimers();
});
