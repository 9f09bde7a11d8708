export type LoopState = 'starting' | 'up' | 'down';

/** What a start function answers: something that runs until it ends or is stopped. */
export type Running = { exited: Promise<string>; stop(): Promise<void> };

export type Kept<R extends Running> = {
  state(): LoopState;
  /** The first start; rejects with its error, while further attempts go on. */
  first: Promise<R>;
  /** Ends it for good; one that is just starting is waited for and ended. */
  stop(): Promise<void>;
};

/** What ran, how it ended, and how long it had been up. */
export type Ended<R> = { running: R; how: string; upMs: number };

type Options<R> = {
  log: (line: string) => void;
  /** Called when it ended without having been asked to. */
  onEnded?: (ended: Ended<R>) => void;
  /** milliseconds before the first and, at most, before any later attempt */
  backoff?: { first: number; longest: number };
};

/**
 * Keeps something running: starts it, and starts it again when it ends by itself or does not come up, each time after
 * twice the delay. One that has been up for as long as the longest delay counts as healthy, and begins anew.
 */
export function runRestartLoop<R extends Running>(
  name: string,
  start: () => Promise<R>,
  { log, onEnded, backoff = { first: 100, longest: 5000 } }: Options<R>,
): Kept<R> {
  let state: LoopState = 'starting';
  let current: R | undefined;
  const say = oncePerTrouble(name, log);
  const stopping = new AbortController();
  const stopped = Promise.withResolvers<void>();
  const first = Promise.withResolvers<R>();
  first.promise.catch(() => {}); // whoever waits for it hears; nobody has to

  async function attempt(): Promise<string> {
    state = 'starting';
    try {
      current = await start();
    } catch (error) {
      first.reject(error);
      return `did not start: ${(error as Error).message}`;
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

/** What goes wrong in the same way every few seconds is said once, and so is its end. */
function oncePerTrouble(name: string, log: (line: string) => void) {
  let told: string | undefined;
  let over = true;
  return {
    trouble(what: string): void {
      if (what === told) return;
      log(`${name} ${what} Restarting it.`);
      told = what;
      over = false;
    },
    up(): void {
      if (!over) log(`${name} is up again.`);
      over = true;
    },
    healthy(): void {
      told = undefined;
    },
  };
}
