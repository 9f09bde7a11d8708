import { type PostgresPool, type PostgresPoolClient, sql } from 'kysely';
import type pg from 'pg';

const MARK = '/* keeps its plan */ ';

/**
 * Put into a statement that runs all the time: each connection plans it once, which under our policies is half of its cost. For statements of
 * few different texts alone, whose best plan does not depend on their values, and that name their columns (a new column would break `*`).
 */
export const isPrepared = sql.raw(MARK);

const names = new Map<string, string>();

/** PostgreSQL keeps the plan of a statement that has a name (PREPARE). */
function nameOf(text: string): string | undefined {
  if (!text.includes(MARK)) return undefined;
  const name = names.get(text) ?? `kept ${names.size + 1}`;
  names.set(text, name);
  return name;
}

/** A pool as Kysely uses it, which names no statement by itself. Kysely knows a connection by the object that it gets, so each has one for good. */
export function withPreparedStatements(pool: pg.Pool): PostgresPool {
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const naming = known.get(client) ?? withNames(client);
      known.set(client, naming);
      return naming;
    },
  };
}

/** Cursors, the other thing that Kysely knows how to ask for, are used nowhere. */
function withNames(client: pg.PoolClient): PostgresPoolClient {
  const query = (text: string, values: unknown[]) => client.query({ text, values, name: nameOf(text) });
  return { query: query as unknown as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
}
