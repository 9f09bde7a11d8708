import { setTimeout as delay } from 'node:timers/promises';

type Empty = undefined | null | false;

/** A limit that only ends a test that hangs, even on a busy machine. A test of a promised time sets its own limit. */
export const HANG_MS = 60_000;

/** Calls `look` repeatedly until it returns something, and returns that. An error counts as nothing. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  withinMs = HANG_MS,
  everyMs = 20,
): Promise<Exclude<T, Empty>> {
  const deadline = performance.now() + withinMs;
  let lastError = '';
  for (;;) {
    try {
      const found = await look();
      if (found) return found as Exclude<T, Empty>;
      lastError = '';
    } catch (error) {
      lastError = `: ${String(error)}`;
    }
    if (performance.now() > deadline) throw new Error(`after ${withinMs} ms still waiting for ${what}${lastError}`);
    await delay(everyMs);
  }
}

/** Awaits `promise`, or after `ms` throws an error that says what was awaited and what is known. */
export async function before<T>(promise: Promise<T>, ms: number, explain: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`after ${ms} ms still waiting for ${explain()}`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
