/**
 * Work that is repeated whenever it is scheduled. It runs once at a time, and requests that arrive during a run are
 * combined into the next run.
 */
export type CoalescedWork = {
  schedule(milliseconds: number): void;
  stop(): void;
};

/** Changes within this time cause one run. */
export const GATHER_MS = 1000;
/** After a long run, the next one waits longer. */
const PAUSE_FACTOR = 10;
const RETRY_MS = 5000;

/** Failed work is retried until it succeeds. */
export function coalesceWork(work: () => Promise<void>, log: (error: unknown) => void): CoalescedWork {
  let timer: NodeJS.Timeout | undefined;
  let isBusy = false;
  let isScheduled = false;
  let isStopped = false;

  function schedule(milliseconds: number): void {
    isScheduled = true;
    if (!isStopped && !isBusy) timer ??= setTimeout(() => void turn(), milliseconds);
  }
  async function turn(): Promise<void> {
    timer = undefined;
    isScheduled = false;
    isBusy = true;
    let wait = GATHER_MS;
    const began = performance.now();
    try {
      await work();
      wait = Math.max(wait, PAUSE_FACTOR * (performance.now() - began));
    } catch (error) {
      log(error);
      isScheduled = true;
      wait = RETRY_MS;
    }
    // requests during the pause wait until it is over
    timer = setTimeout(() => {
      timer = undefined;
      isBusy = false;
      if (isScheduled) schedule(0);
    }, wait);
  }

  return {
    schedule,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
