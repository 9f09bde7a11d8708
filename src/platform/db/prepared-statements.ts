import type { Duplex } from 'node:stream';
import { type PostgresPool, type PostgresPoolClient, sql } from 'kysely';
import type pg from 'pg';
import { markFailure } from './connection-failure.ts';

const MARK = '/* prepared */ ';

/**
 * Marks a frequent statement, so that each connection plans it once. With our policies, planning is half of its cost. Use it only for
 * statements with few different texts, whose best plan does not depend on their values, and that name their columns (a new column breaks `*`).
 */
export const PREPARED = sql.raw(MARK);

const AHEAD = '/* sent ahead */ ';

/**
 * Marks a statement whose result isn't needed. It is sent together with the next one, which saves a round trip. If it
 * fails, the statements after it and the commit fail, too, so use it only within a transaction.
 */
export const SENT_AHEAD = sql.raw(AHEAD);

const names = new Map<string, string>();

/** PostgreSQL reuses the plan of a named statement (PREPARE). */
function nameOf(text: string): string | undefined {
  if (!text.includes(MARK)) return undefined;
  const name = names.get(text) ?? `prepared ${names.size + 1}`;
  names.set(text, name);
  return name;
}

/** Adapts a pool for Kysely, which knows neither mark. Kysely identifies connections by object, so each connection gets one permanent wrapper. */
export function withStatementMarks(pool: pg.Pool): PostgresPool {
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await markFailure(pool.connect(), () => true);
      const marking = known.get(client) ?? withMarks(client);
      known.set(client, marking);
      return marking;
    },
  };
}

/** Sends everything written in this turn of the event loop in one piece, so that the database wakes up once for all of it. */
function sendTogether(stream: Duplex): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** Kysely's other use of a client, cursors, is not supported because nothing uses it. */
function withMarks(client: pg.PoolClient): PostgresPoolClient {
  const query = async (text: string, values: unknown[]) => {
    const { stream } = client.connection;
    sendTogether(stream);
    const result = markFailure(client.query({ text, values, name: nameOf(text) }), () => stream.destroyed);
    if (!text.startsWith(AHEAD)) return result;
    result.catch(() => {});
    return { rows: [] };
  };
  // the type has an overload for cursors
  return { query: query as unknown as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
}
