import type { Logger } from 'pino';
import { type Db, isRefused } from '../../platform/db/db.ts';
import { retryDelay } from '../rules.ts';
import { recordParked } from './parking.ts';
import * as sql from './sql.ts';

/** The result of an attempt. `parksFor`: the tenant whose later messages wait for this one, which isn’t tried again. */
export type Result = { row: sql.AttemptRow; delivery: sql.DueDelivery; parksFor: string | null };

/** `refusals`: how often the database has refused it. */
type Unwritten = Result & { refusals: number; writeAt: number };

export type Results = {
  add(result: Result): void;
  /** Stores new results, and retries refused ones that are due by `until`. */
  write(until: number): Promise<void>;
};

type Deps = {
  db: Db;
  log: Logger;
  now: () => number;
  /** Called when a result is stored, so that the message can be sent again when it is due. */
  written: (deliveryId: string) => void;
};

/**
 * Buffers results until they are stored. A result that the database refuses is retried at growing intervals. It delays no other result, and its
 * message isn't sent again meanwhile.
 */
export function openResults({ db, log, now, written }: Deps): Results {
  const unwritten = new Set<Unwritten>();

  /** Null if it is stored, or else why the database refused it. */
  async function refusalOf(results: readonly Unwritten[], save: () => Promise<unknown>): Promise<unknown> {
    try {
      await save();
    } catch (error) {
      if (isRefused(error)) return error;
      throw error;
    }
    for (const result of results) {
      unwritten.delete(result);
      written(result.row.id);
    }
    return null;
  }

  async function writeAlone(result: Unwritten): Promise<void> {
    const { row, delivery, parksFor } = result;
    const refusal = await refusalOf([result], () =>
      parksFor === null ? sql.recordAttempts(db, [row]) : recordParked(db, parksFor, delivery, row),
    );
    if (refusal === null) return;
    log.error({ err: refusal, delivery: row.id }, 'a webhook’s attempt was not recorded');
    result.refusals += 1;
    result.writeAt = now() + retryDelay(result.refusals, Math.random());
  }

  return {
    add(result) {
      unwritten.add({ ...result, refusals: 0, writeAt: 0 });
    },
    async write(until) {
      const due = [...unwritten].filter(({ writeAt }) => writeAt <= until);
      const ordinary = due.filter(({ parksFor, refusals }) => parksFor === null && refusals === 0);
      const rows = ordinary.map(({ row }) => row);
      if (rows.length > 0) await refusalOf(ordinary, () => sql.recordAttempts(db, rows));
      // parked ones, and each of a batch that was refused
      for (const result of due) if (unwritten.has(result)) await writeAlone(result);
    },
  };
}
