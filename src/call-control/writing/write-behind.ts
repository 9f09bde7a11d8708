import { limitConcurrency } from '../../platform/process/concurrency-limit.ts';
import { inBatches } from './batches.ts';

/**
 * Writes in the background. Writes with the same key keep their order; others don't wait for each other. The key is the
 * call's id, unless the call's end must not wait for the write.
 */
export type WriteBehind<Row> = {
  write(key: string, work: () => Promise<void>): void;
  /** saved together with other calls' rows from about the same time */
  writeRow(call: string, row: Row): void;
  /** resolves when everything is written or the time is over */
  flush(milliseconds: number): Promise<void>;
  /** the same for one call, before something that must not overtake its writes */
  flushCall(call: string, milliseconds: number): Promise<void>;
  /** whether there are pending writes with this key */
  has(key: string): boolean;
};

export type WriteBehindOptions<Row> = {
  saveRows: (rows: Row[]) => Promise<void>;
  /** whether an error of `saveRows` is caused by a row */
  isAboutRows: (error: unknown) => boolean;
  /** how many writes run at a time, so that admissions always find a free connection */
  writers: number;
  log: (error: unknown) => void;
};

const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 5000;
/**
 * How much later an answer is visible. If call control is killed, calls that ended within this time lose their causes,
 * but not their records: see reconcile.ts.
 */
const GATHER_MS = 100;
const MAX_ROWS = 500;

/**
 * Writes in the background, because a hang-up must not wait for the database. Failed writes are retried until they
 * succeed, even if the database was down for an hour.
 */
export function openWriteBehind<Row>({
  saveRows,
  isAboutRows,
  writers,
  log,
}: WriteBehindOptions<Row>): WriteBehind<Row> {
  const last = new Map<string, Promise<void>>();
  const inTurn = limitConcurrency(writers);
  const saveRow = inBatches<Row>({
    save: (rows) => inTurn(() => saveRows(rows)),
    gatherMs: GATHER_MS,
    maxRows: MAX_ROWS,
    isAboutRows,
  });

  async function succeeds(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      log(error);
      return false;
    }
  }
  async function persist(work: () => Promise<void>): Promise<void> {
    for (let wait = FIRST_RETRY_MS; !(await succeeds(work)); wait = Math.min(wait * 2, MAX_RETRY_MS)) await delay(wait);
  }
  function append(call: string, work: () => Promise<void>): void {
    const done = (last.get(call) ?? Promise.resolve()).then(() => persist(work));
    last.set(call, done);
    void done.then(() => last.get(call) === done && last.delete(call));
  }

  return {
    write: (call, work) => append(call, () => inTurn(work)),
    writeRow: (call, row) => append(call, () => saveRow(row)),
    async flush(milliseconds) {
      await Promise.race([Promise.all(last.values()), delay(milliseconds)]);
    },
    async flushCall(call, milliseconds) {
      const pending = last.get(call);
      if (pending) await Promise.race([pending, delay(milliseconds)]);
    },
    has: (call) => last.has(call),
  };
}

const delay = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
