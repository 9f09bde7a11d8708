import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EdgePhone } from '../edge/phones.ts';
import { openPhoneWatch } from './phone-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const PHONE: EdgePhone = { address: '127.0.0.1:5070', connected: false, silent: true };

function fixture() {
  const edge = { startedAt: 'once', silent: [] as string[], isAway: false, restored: [] as EdgePhone[][] };
  const written: string[][] = [];
  const logged: unknown[] = [];
  const watch = openPhoneWatch({
    node: () => 'node',
    edge: {
      startedAt: () => (edge.isAway ? Promise.reject(new Error('away')) : Promise.resolve(edge.startedAt)),
      silentPhones: () => Promise.resolve(edge.silent),
      restore: (phones) => Promise.resolve(void edge.restored.push([...phones])),
    },
    database: {
      phones: () => Promise.resolve([PHONE]),
      markSilent: (_, addresses) => Promise.resolve(void written.push([...addresses])),
    },
    log: (error) => void logged.push(error),
  });
  return { edge, written, logged, watch };
}

test('saves the silent phones when they change, and once a minute', async () => {
  const { edge, written, watch } = fixture();
  await vi.advanceTimersByTimeAsync(20_000);
  edge.silent = ['127.0.0.1:5070'];
  await vi.advanceTimersByTimeAsync(20_000);
  expect(written).toEqual([[], ['127.0.0.1:5070']]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(written).toHaveLength(3);
  watch.stop();
});

test('restores the phones of a restarted edge before saving its reports', async () => {
  const { edge, written, logged, watch } = fixture();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(edge.restored).toEqual([[PHONE]]);
  edge.isAway = true;
  await vi.advanceTimersByTimeAsync(20_000);
  const before = written.length;
  edge.isAway = false;
  edge.startedAt = 'again';
  edge.silent = ['127.0.0.1:5070'];
  await vi.advanceTimersByTimeAsync(10_000);
  expect(edge.restored).toEqual([[PHONE], [PHONE]]);
  expect(written.slice(before)).toEqual([['127.0.0.1:5070']]);
  expect(logged).toHaveLength(1);
  watch.stop();
});
