import type { Logger } from 'pino';
import { type Db, isRefused } from '../platform/db/db.ts';
import { recordParked } from './parking.ts';
import { retryDelay } from './rules.ts';
import * as sql from './sending-sql.ts';

/** What an attempt came to. `parksFor`: the tenant whose later messages wait for this one, which isn’t tried again. */
export type Result = { row: sql.AttemptRow; delivery: sql.DueDelivery; parksFor: string | null };

/** `refusals`: how often the database has refused it. */
type Unwritten = Result & { refusals: number; writeAt: number };

export type Results = {
  add(result: Result): void;
  /** Writes down what has come back since, and what was refused and is due again by `until`. */
  write(until: number): Promise<void>;
};

type Deps = {
  db: Db;
  log: Logger;
  now: () => number;
  /** Its result is written down, so the message may be sent again if it is due. */
  written: (deliveryId: string) => void;
};

/**
 * What attempts came to, until it is written down. A result that the database refuses waits longer each time, as a message that a receiver refuses:
 * it holds up no other one, and its message isn't sent again meanwhile.
 */
export function openResults({ db, log, now, written }: Deps): Results {
  const unwritten = new Set<Unwritten>();

  /** Null: it is written down. Otherwise why the database has refused it. */
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
      // what parks, and each of those that were refused together
      for (const result of due) if (unwritten.has(result)) await writeAlone(result);
    },
  };
}
