import { openRepeatedFailures } from './repeated-failure.ts';
import { messageOf } from './system-error.ts';

export type LoopState = 'starting' | 'up' | 'down';

/** A running program, as a start function returns it. */
export type Running = { exited: Promise<string>; stop(): Promise<void> };

export type RestartLoop<R extends Running> = {
  state(): LoopState;
  /** settles with the first start; rejects with its error while further attempts continue */
  first: Promise<R>;
  /** stops it for good, including one that is just starting */
  stop(): Promise<void>;
};

/** what ran, how it ended and how long it was up */
export type Ended<R> = { running: R; how: string; upMs: number };

type Options<R> = {
  log: (line: string) => void;
  /** called when it ended without having been stopped */
  onEnded?: (ended: Ended<R>) => void;
  /** milliseconds before the first restart, and at most before any later one */
  backoff?: { first: number; longest: number };
};

/**
 * Keeps a program running: restarts it when it ends or fails to start, and doubles the delay each time. A program that has been up for as long as
 * the longest delay counts as healthy, and its delay starts over.
 */
export function runRestartLoop<R extends Running>(
  name: string,
  start: () => Promise<R>,
  { log, onEnded, backoff = { first: 100, longest: 5000 } }: Options<R>,
): RestartLoop<R> {
  let state: LoopState = 'starting';
  let current: R | undefined;
  const say = logFailureOnce(name, log);
  const stopping = new AbortController();
  const stopped = Promise.withResolvers<void>();
  const first = Promise.withResolvers<R>();
  first.promise.catch(() => {}); // avoids an unhandled rejection if nobody awaits it

  async function attempt(): Promise<string> {
    state = 'starting';
    try {
      current = await start();
    } catch (error) {
      first.reject(error);
      return `did not start: ${messageOf(error)}`;
    }
    state = 'up';
    first.resolve(current);
    say.up();
    if (stopping.signal.aborted) await current.stop();
    const upSince = Date.now();
    const how = await current.exited;
    if (!stopping.signal.aborted) onEnded?.({ running: current, how, upMs: Date.now() - upSince });
    return `ended (${how}).`;
  }

  async function keep(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; failures++) {
      const began = Date.now();
      const what = await attempt();
      state = 'down';
      current = undefined;
      if (stopping.signal.aborted) return;
      if (Date.now() - began >= backoff.longest) {
        failures = 0;
        say.healthy();
      }
      say.trouble(what);
      const pause = Promise.withResolvers<void>();
      const timer = setTimeout(pause.resolve, Math.min(backoff.first * 2 ** failures, backoff.longest));
      await Promise.race([pause.promise, stopped.promise]);
      clearTimeout(timer);
    }
  }

  const kept = keep();
  return {
    state: () => state,
    first: first.promise,
    async stop() {
      stopping.abort();
      stopped.resolve();
      await current?.stop();
      await kept;
    },
  };
}

/** Logs a repeated failure once, and its end once. */
function logFailureOnce(name: string, log: (line: string) => void) {
  const failures = openRepeatedFailures();
  let over = true;
  return {
    trouble(what: string): void {
      if (!failures.isNew(what)) return;
      log(`${name} ${what} Restarting it.`);
      over = false;
    },
    up(): void {
      if (!over) log(`${name} is up again.`);
      over = true;
    },
    healthy: () => failures.end(),
  };
}
