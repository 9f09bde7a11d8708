import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from './db.ts';
import { oneRow } from './rows.ts';

/**
 * Names whose key has 32 bits, as in earlier releases: during an upgrade, programs of two releases run side by side and must exclude each other. New
 * names have 64 bits.
 */
const NARROW: ReadonlySet<string> = new Set(['events', 'trunk names']);

const keyOf = (name: string): RawBuilder<unknown> =>
  NARROW.has(name) ? sql`hashtext(${name})` : sql`hashtextextended(${name}, 0)`;

/** Waits until no other transaction has the lock of this name, and keeps it until this transaction ends. */
export async function lockByName(tx: Tx, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${keyOf(name)})`.execute(tx);
}

/** Takes the lock of this name until the transaction ends. False if another one has it. */
export async function tryLockByName(tx: Tx, name: string): Promise<boolean> {
  const query = sql<{ locked: boolean }>`select pg_try_advisory_xact_lock(${keyOf(name)}) as locked`;
  return (await oneRow(tx, query)).locked;
}

/**
 * Runs work without a transaction while nobody else has the lock of this name; does nothing if somebody has. The lock belongs to the connection, so it
 * is released when the process dies.
 */
export async function withNamedLock(db: Db, name: string, work: (connection: Db) => Promise<void>): Promise<void> {
  await db.connection().execute(async (connection) => {
    const query = sql<{ locked: boolean }>`select pg_try_advisory_lock(${keyOf(name)}) as locked`;
    if (!(await oneRow(connection, query)).locked) return;
    try {
      await work(connection);
    } finally {
      // if this fails, the connection and its lock are gone
      await sql`select pg_advisory_unlock(${keyOf(name)})`.execute(connection).catch(() => undefined);
    }
  });
}
