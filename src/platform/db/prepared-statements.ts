import { type PostgresPool, type PostgresPoolClient, sql } from 'kysely';
import type pg from 'pg';

const MARK = '/* keeps its plan */ ';

/**
 * Marks a frequent statement, so that each connection plans it once. With our policies, planning is half of its cost. Use it only for
 * statements with few different texts, whose best plan does not depend on their values, and that name their columns (a new column breaks `*`).
 */
export const isPrepared = sql.raw(MARK);

const names = new Map<string, string>();

/** PostgreSQL reuses the plan of a named statement (PREPARE). */
function nameOf(text: string): string | undefined {
  if (!text.includes(MARK)) return undefined;
  const name = names.get(text) ?? `kept ${names.size + 1}`;
  names.set(text, name);
  return name;
}

/** Adapts a pool for Kysely, which cannot name statements. Kysely identifies connections by object, so each connection gets one permanent wrapper. */
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

/** Kysely's other use of a client, cursors, is not supported because nothing uses it. */
function withNames(client: pg.PoolClient): PostgresPoolClient {
  const query = (text: string, values: unknown[]) => client.query({ text, values, name: nameOf(text) });
  // the type has an overload for cursors
  return { query: query as unknown as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
}
