/** What is written about one call waits for what was written about it before; different calls do not wait for each other. */
export type WriteBehind = {
  write(call: string, work: () => Promise<void>): void;
  /** resolves when everything is written, or the time is over */
  flush(milliseconds: number): Promise<void>;
  /** whether something about this call is still to be written */
  has(call: string): boolean;
};

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5000;

/**
 * Writes behind the calls' back, since a caller's hang-up must not wait for the database. What cannot be written is
 * tried again until it can, also after a database that was away for an hour; `atOnce` bounds how many write at a time,
 * so that the admission of new calls always finds a connection.
 */
export function openWriteBehind(atOnce: number, log: (error: unknown) => void): WriteBehind {
  const last = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  let free = atOnce;

  async function place(): Promise<void> {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  }
  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
  async function attempt(work: () => Promise<void>): Promise<boolean> {
    await place();
    try {
      await work();
      return true;
    } catch (error) {
      log(error);
      return false;
    } finally {
      leave();
    }
  }
  async function persist(work: () => Promise<void>): Promise<void> {
    for (let wait = FIRST_RETRY_MS; !(await attempt(work)); wait = Math.min(wait * 2, LONGEST_RETRY_MS))
      await delay(wait);
  }

  return {
    write(call, work) {
      const done = (last.get(call) ?? Promise.resolve()).then(() => persist(work));
      last.set(call, done);
      void done.then(() => last.get(call) === done && last.delete(call));
    },
    async flush(milliseconds) {
      await Promise.race([Promise.all(last.values()), delay(milliseconds)]);
    },
    has: (call) => last.has(call),
  };
}

const delay = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
