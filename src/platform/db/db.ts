import { setTimeout as delay } from 'node:timers/promises';
import {
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresDialect,
  PostgresDriver,
  type PostgresPool,
  sql,
  type Transaction,
  type TransactionSettings,
} from 'kysely';
import pg from 'pg';
import { Counter } from 'prom-client';
import { withPreparedStatements, isPrepared } from './prepared-statements.ts';
import { processMetrics } from '../process/metrics.ts';
import type { Database } from './schema.ts';
import { type DatabaseRole, rolePassword } from '../secrets.ts';

export type Db = Kysely<Database>;
/** An open transaction whose context row-level security reads. Whatever writes takes one. */
export type Tx = Transaction<Database>;

/** Who a transaction acts for. Several may be set: a partner that manages one of its tenants sets both. */
export type Context = { partnerId?: string; tenantId?: string; operator?: boolean; actorId?: string };

// Counts fit a double, and `bigint` columns are expiry times and amounts that the program names itself.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => text);

/** The same database as another role: only user and password of the URL differ. */
export function roleUrl(url: string, role: DatabaseRole, secretKey: string): string {
  const other = new URL(url);
  other.username = role;
  other.password = encodeURIComponent(rolePassword(secretKey, role));
  return other.href;
}

export function openPool(url: string, name: string, max = 10, Pool = pg.Pool): pg.Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    application_name: `strowger ${name}`,
    connectionTimeoutMillis: 5000,
    // a statement leaves without waiting for the answer to the one before
    pipeline: true,
  });
  // Without listeners an idle connection that PostgreSQL closes would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

export function openDb(pool: pg.Pool): Db {
  return new Kysely<Database>({ dialect: new Dialect({ pool: withPreparedStatements(pool) }) });
}

class Dialect extends PostgresDialect {
  readonly #pool: PostgresPool;

  constructor({ pool }: { pool: PostgresPool }) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver(): Driver {
    return new EagerDriver({ pool: this.#pool });
  }
}

/** `begin` travels together with the first statement: each transaction saves a round trip. */
class EagerDriver extends PostgresDriver {
  readonly #begun = new WeakMap<DatabaseConnection, Promise<void>>();

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const begun = super.beginTransaction(connection, settings);
    this.#begun.set(connection, begun);
    // told at the commit; until then whoever has no transaction has no context either, and sees and changes nothing
    begun.catch(() => {});
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#begun.get(connection);
    await super.commitTransaction(connection);
  }
}

/** One that goes up says that two pieces of code take the same locks in different orders: see `tenant-lock.ts`. */
export const transactionsRetried = new Counter({
  name: 'transactions_retried_total',
  help: 'Transactions run again after a deadlock or a serialization failure',
  registers: [processMetrics],
});

/** How often a transaction is tried that PostgreSQL chose to end so that others can go on. */
const ATTEMPTS = 5;
const LONGEST_PAUSE_MS = 20;

/**
 * Runs `work` in one transaction that sees what `context` may see. Commits when it resolves, rolls back when it throws.
 * `work` is run again from the start after a deadlock or a serialization failure, so it changes nothing but the database.
 */
export async function inContext<R>(db: Db, context: Context, work: (tx: Tx) => Promise<R>): Promise<R> {
  const attempt = () =>
    db.transaction().execute(async (tx) => {
      await setContext(tx, context);
      return work(tx);
    });
  for (let left = ATTEMPTS - 1; left > 0; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      transactionsRetried.inc();
    }
    // unequal pauses, so that the two do not meet again
    await delay(Math.random() * LONGEST_PAUSE_MS);
  }
  return attempt();
}

/** deadlock_detected and serialization_failure (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const isRetryable = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && (error.code === '40P01' || error.code === '40001');

/** Whether a statement failed for what it was to write: data exceptions and violated constraints. Elsewhere, and later, it fails again. */
export const isDataError = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '');

/** Everything of one partner: its tenants, numbers, people and audit trail, but nothing inside a tenant. */
export function asPartner<R>(db: Db, partnerId: string, work: (tx: Tx) => Promise<R>): Promise<R> {
  return inContext(db, { partnerId }, work);
}

/** What belongs to one tenant. The caller has checked that whoever asks may act for it. */
export function asTenant<R>(db: Db, tenantId: string, work: (tx: Tx) => Promise<R>): Promise<R> {
  return inContext(db, { tenantId }, work);
}

/** Partners, carriers and other things of the platform; nothing of a tenant. */
export function asOperator<R>(db: Db, work: (tx: Tx) => Promise<R>): Promise<R> {
  return inContext(db, { operator: true }, work);
}

/** No context: only the definer functions answer. For sign-in and other look-ups before anybody is known. */
export function asNobody<R>(db: Db, work: (tx: Tx) => Promise<R>): Promise<R> {
  return inContext(db, {}, work);
}

/** Sets the whole context of an open transaction; what is not named is cleared. */
export async function setContext(tx: Tx, context: Context): Promise<void> {
  await sql`${isPrepared}select set_config('app.partner_id', ${context.partnerId ?? ''}, true),
    set_config('app.tenant_id', ${context.tenantId ?? ''}, true),
    set_config('app.actor_id', ${context.actorId ?? ''}, true),
    set_config('app.operator', ${context.operator ? 'on' : ''}, true)`.execute(tx);
}

/** Adds a background task, run after this transaction commits and never if it does not. With a key: once, however often added. */
export async function addJob(
  tx: Tx,
  task: string,
  payload: Record<string, string>,
  options: { key?: string; runAt?: Date } = {},
): Promise<void> {
  await sql`select add_job(${task}, ${JSON.stringify(payload)}::json, ${options.key ?? null}, ${options.runAt ?? null})`.execute(
    tx,
  );
}
