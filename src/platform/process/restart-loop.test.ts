import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runRestartLoop, type Running } from './restart-loop.ts';

let lines: string[];

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
});
afterEach(() => void vi.useRealTimers());

/** A child that ends on request, or when stopped. */
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

/** Starts fake children and records them. */
function fakeStart() {
  const children: ReturnType<typeof fakeChild>[] = [];
  const start = vi.fn(async () => children[children.push(fakeChild()) - 1]!);
  return { start, last: () => children.at(-1)! };
}

const options = () => ({ log: (line: string) => void lines.push(line), backoff: { first: 100, longest: 400 } });
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

test('a program that ends is restarted, each time after twice the delay, up to a limit', async () => {
  const { start, last } = fakeStart();
  const kept = runRestartLoop('engine', start, options());
  expect(kept.state()).toBe('starting');
  for (const [count, wait] of [100, 200, 400, 400].entries()) {
    await settle();
    expect(kept.state()).toBe('up');
    last().end('exit 1');
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(kept.state()).toBe('down');
    expect(start).toHaveBeenCalledTimes(count + 1);
    await vi.advanceTimersByTimeAsync(1);
    expect(start).toHaveBeenCalledTimes(count + 2);
  }
  await kept.stop();
  expect(last().stopped).toBe(true);
  expect(kept.state()).toBe('down');
});

test('a program that was up for long restarts with the shortest delay', async () => {
  const { start, last } = fakeStart();
  const kept = runRestartLoop('engine', start, options());
  await settle();
  last().end('exit 1');
  await vi.advanceTimersByTimeAsync(100);
  last().end('exit 1');
  await vi.advanceTimersByTimeAsync(200);
  await vi.advanceTimersByTimeAsync(400); // healthy
  last().end('exit 1');
  await vi.advanceTimersByTimeAsync(100);
  expect(start).toHaveBeenCalledTimes(4);
  await kept.stop();
});

test('a repeated failure is logged once, and so is its end', async () => {
  const { start, last } = fakeStart();
  const kept = runRestartLoop('engine', start, options());
  await settle();
  for (const how of ['exit 1', 'exit 1', 'killed by SIGSEGV']) {
    last().end(how);
    await vi.advanceTimersByTimeAsync(400);
  }
  expect(lines).toEqual([
    'engine ended (exit 1). Restarting it.',
    'engine is up again.',
    'engine ended (killed by SIGSEGV). Restarting it.',
    'engine is up again.',
  ]);
  await vi.advanceTimersByTimeAsync(400); // healthy, so the next failure is logged again
  last().end('killed by SIGSEGV');
  await settle();
  expect(lines.slice(4)).toEqual(['engine ended (killed by SIGSEGV). Restarting it.']);
  await kept.stop();
});

test('a failed start is retried, and the first failure is reported', async () => {
  const { start } = fakeStart();
  start.mockRejectedValueOnce(new Error('no such program.'));
  const kept = runRestartLoop('engine', start, options());
  await expect(kept.first).rejects.toThrow('no such program.');
  await vi.advanceTimersByTimeAsync(100);
  expect(kept.state()).toBe('up');
  expect(lines).toEqual(['engine did not start: no such program. Restarting it.', 'engine is up again.']);
  await kept.stop();
});

test('stopping during a start ends the program once it is up, without a restart', async () => {
  const starting = Promise.withResolvers<Running>();
  const start = vi.fn(() => starting.promise);
  const kept = runRestartLoop('engine', start, options());
  const stopped = kept.stop();
  const child = fakeChild();
  starting.resolve(child);
  await stopped;
  expect(child.stopped).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(start).toHaveBeenCalledTimes(1);
});

test('stopping between two starts prevents the next one', async () => {
  const { start, last } = fakeStart();
  const kept = runRestartLoop('engine', start, options());
  await settle();
  last().end('exit 1');
  await settle();
  await kept.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(start).toHaveBeenCalledTimes(1);
});
