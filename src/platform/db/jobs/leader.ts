import { sql } from 'kysely';
import type { Db } from '../db.ts';
import { oneRow } from '../rows.ts';

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
  await db.connection().execute(async (connection) => {
    const lock = sql<{ won: boolean }>`select pg_try_advisory_lock(hashtext(${name})) as won`;
    if (!(await oneRow(connection, lock)).won) return;
    const lost = new AbortController();
    const check = setInterval(() => void sql`select 1`.execute(connection).catch(() => lost.abort()), CHECK_MS);
    try {
      await work(AbortSignal.any([stopping, lost.signal]));
    } finally {
      clearInterval(check);
      await sql`select pg_advisory_unlock(hashtext(${name}))`.execute(connection).catch(() => undefined);
    }
  });
}
