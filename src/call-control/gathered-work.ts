/** The same work, done again whenever it is due: one at a time, and what becomes due meanwhile is done with the next. */
export type GatheredWork = {
  due(milliseconds: number): void;
  stop(): void;
};

/** Changes within it are one turn of the work. */
export const GATHER_MS = 1000;
/** Work that takes long is done less often. */
const PAUSE_FACTOR = 10;
const RETRY_MS = 5000;

/** Work that fails is tried again until it succeeds. */
export function gatherWork(work: () => Promise<void>, log: (error: unknown) => void): GatheredWork {
  let timer: NodeJS.Timeout | undefined;
  let isBusy = false;
  let isDue = false;
  let isStopped = false;

  function due(milliseconds: number): void {
    isDue = true;
    if (!isStopped && !isBusy) timer ??= setTimeout(() => void turn(), milliseconds);
  }
  async function turn(): Promise<void> {
    timer = undefined;
    isDue = false;
    isBusy = true;
    let wait = GATHER_MS;
    const began = performance.now();
    try {
      await work();
      wait = Math.max(wait, PAUSE_FACTOR * (performance.now() - began));
    } catch (error) {
      log(error);
      isDue = true;
      wait = RETRY_MS;
    }
    // what changes meanwhile waits as long as the rest
    timer = setTimeout(() => {
      timer = undefined;
      isBusy = false;
      if (isDue) due(0);
    }, wait);
  }

  return {
    due,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
