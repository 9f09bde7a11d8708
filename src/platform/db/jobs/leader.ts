import { sql } from 'kysely';
import type { Db } from '../db.ts';
import { withNamedLock } from '../named-locks.ts';

const CHECK_MS = 1000;

/**
 * Runs work that only one process may do at a time, until `stopping` or until the connection is lost. Returns at once
 * if another process has the lock. The lock belongs to a connection, so it is released when the process dies. `work`
 * must end when its signal is aborted.
 */
export async function asLeader(
  db: Db,
  name: string,
  stopping: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  await withNamedLock(db, name, async (connection) => {
    const lost = new AbortController();
    const check = setInterval(() => void sql`select 1`.execute(connection).catch(() => lost.abort()), CHECK_MS);
    try {
      await work(AbortSignal.any([stopping, lost.signal]));
    } finally {
      clearInterval(check);
    }
  });
}
