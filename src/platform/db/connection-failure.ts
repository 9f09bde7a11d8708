import pg from 'pg';
import { messageOf } from '../process/system-error.ts';

/** The database can't be reached, or the connection broke. Marked where it happens, because its codes are those of any file or socket. */
class ConnectionFailure extends Error {}

/** `isBroken`: whether the connection is gone after an error. */
export async function markFailure<R>(work: Promise<R>, isBroken: () => boolean): Promise<R> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof pg.DatabaseError || !isBroken()) throw error;
    throw new ConnectionFailure(messageOf(error), { cause: error });
  }
}

/** Whether the database is out of reach, or is stopping or starting (https://www.postgresql.org/docs/current/errcodes-appendix.html: 08, 57P). */
export const isOutOfReach = (error: unknown): boolean =>
  error instanceof ConnectionFailure || (error instanceof pg.DatabaseError && /^(08|57P)/.test(error.code ?? ''));
