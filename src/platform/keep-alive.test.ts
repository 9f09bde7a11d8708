import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepAlive, type Running } from './keep-alive.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A child that ends when it is told to, or stopped. */
function fakeChild(): Running & { end: (how: string) => void; stopped: boolean } {
  const { promise, resolve } = Promise.withResolvers<string>();
  const child = {
    exited: promise,
    end: resolve,
    stopped: false,
    async stop() {
      child.stopped = true;
      resolve('stopped');
      await promise;
    },
  };
  return child;
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

test('what ends is started again, each time after twice the delay, up to a limit', async () => {
  const lines: string[] = [];
  const children: ReturnType<typeof fakeChild>[] = [];
  const start = vi.fn(async () => {
    children.push(fakeChild());
    return children.at(-1)!;
  });
  const kept = keepAlive('engine', start, { log: (line) => lines.push(line), backoff: { first: 100, longest: 400 } });
  expect(kept.state()).toBe('starting');
  for (const wait of [100, 200, 400, 400]) {
    await settle();
    expect(kept.state()).toBe('up');
    children.at(-1)!.end('exit 1');
    await settle();
    expect(kept.state()).toBe('down');
    expect(lines.at(-1)).toBe(`engine ended (exit 1); next start in ${wait} ms`);
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(kept.state()).toBe('down');
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(start).toHaveBeenCalledTimes(5);
  await kept.stop();
  expect(children.at(-1)!.stopped).toBe(true);
});

test('one that has been up for long begins anew with the shortest delay', async () => {
  const lines: string[] = [];
  const children: ReturnType<typeof fakeChild>[] = [];
  const kept = keepAlive('engine', async () => children[children.push(fakeChild()) - 1]!, {
    log: (line) => lines.push(line),
    backoff: { first: 100, longest: 400 },
  });
  await settle();
  for (const [upFor, wait] of [
    [0, 100],
    [0, 200],
    [400, 100],
  ] as const) {
    await vi.advanceTimersByTimeAsync(upFor);
    children.at(-1)!.end('killed by SIGKILL');
    await vi.advanceTimersByTimeAsync(wait);
  }
  expect(lines.map((line) => / in (\d+) ms/.exec(line)![1])).toEqual(['100', '200', '100']);
  await kept.stop();
});

test('a start that fails is tried again, and the first failure is told', async () => {
  const start = vi.fn(async (): Promise<Running> => fakeChild());
  start.mockRejectedValueOnce(new Error('no such program'));
  const kept = keepAlive('engine', start, { log: () => {} });
  await expect(kept.first).rejects.toThrow('no such program');
  await vi.advanceTimersByTimeAsync(100);
  expect(kept.state()).toBe('up');
  await kept.stop();
  expect(kept.state()).toBe('down');
});

test('stopped while it is starting, it is ended once it is there, and not started again', async () => {
  const starting = Promise.withResolvers<Running>();
  const start = vi.fn(() => starting.promise);
  const kept = keepAlive('engine', start, { log: () => {} });
  const stopped = kept.stop();
  const child = fakeChild();
  starting.resolve(child);
  await stopped;
  expect(child.stopped).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(start).toHaveBeenCalledTimes(1);
});

test('stopped while it waits for the next start, it does not start again', async () => {
  const child = fakeChild();
  const start = vi.fn(async () => child);
  const kept = keepAlive('engine', start, { log: () => {} });
  await settle();
  child.end('exit 1');
  await settle();
  await kept.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(start).toHaveBeenCalledTimes(1);
});
