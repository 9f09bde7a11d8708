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
import { processMetrics } from '../process/metrics.ts';
import { type DatabaseRole, rolePassword } from '../secrets.ts';
import type { Mode } from '../values/mode.ts';
import { PREPARED, SENT_AHEAD, withStatementMarks } from './prepared-statements.ts';
import type { Database } from './schema.ts';

export type Db = Kysely<Database>;
/** An open transaction with a context that row-level security reads. Everything that writes takes one. */
export type Tx = Transaction<Database>;

/** On whose behalf a transaction runs. Several may be set: a partner managing one of its tenants sets both. */
export type Context = {
  partnerId?: string;
  tenantId?: string;
  /** Inside a tenant: its partner, if the partner reads and writes. Tenants don't see their partner's integration data. */
  integrationPartnerId?: string;
  operator?: boolean;
  actorId?: string;
};

/**
 * `mode`: live or test, for requests with an API key. It is set when the transaction begins, and a later change of
 * context doesn't change it.
 */
export type FirstContext = Context & { mode?: Mode };

// Read bigint as text. The values fit a double if they are converted: counts, expiry times and amounts that the
// program created.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => text);
// Read dates as text, because the library would turn a calendar day into an instant.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** The same database as another role. Only user and password of the URL change. */
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
    // pipelining: a statement is sent without waiting for the previous result
    pipeline: true,
  });
  // an error on an idle connection without a listener would end the process
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

export function openDb(pool: pg.Pool): Db {
  return new Kysely<Database>({ dialect: new Dialect({ pool: withStatementMarks(pool) }) });
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

/** Sends `begin` together with the first statement, which saves a round trip per transaction. */
class EagerDriver extends PostgresDriver {
  readonly #begun = new WeakMap<DatabaseConnection, Promise<void>>();

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const begun = super.beginTransaction(connection, settings);
    this.#begun.set(connection, begun);
    // errors surface at the commit; outside a transaction there is no context, so nothing is visible or writable
    begun.catch(() => {});
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#begun.get(connection);
    await super.commitTransaction(connection);
  }
}

/** If this grows, two pieces of code take the same locks in different orders: see `tenant-lock.ts`. */
export const transactionsRetried = new Counter({
  name: 'transactions_retried_total',
  help: 'Transactions run again after a deadlock or a serialization failure',
  registers: [processMetrics],
});

/** How often a transaction runs if PostgreSQL keeps aborting it. */
const ATTEMPTS = 5;
const MAX_PAUSE_MS = 20;

/**
 * Runs `work` in one transaction with the given context. Commits when it resolves, rolls back when it throws. After a deadlock or a
 * serialization failure `work` runs again from the start, so it must change nothing but the database.
 */
export async function inContext<R>(db: Db, context: FirstContext, work: (tx: Tx) => Promise<R>): Promise<R> {
  const attempt = () =>
    db.transaction().execute(async (tx) => {
      const mode = sql`set_config('app.mode', ${context.mode ?? ''}, true)`;
      await sql`${SENT_AHEAD}${PREPARED}select ${mode} || ${contextSettings(context)}`.execute(tx);
      return work(tx);
    });
  for (let left = ATTEMPTS - 1; left > 0; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      transactionsRetried.inc();
    }
    // random pauses, so that the two transactions do not collide again
    await delay(Math.random() * MAX_PAUSE_MS);
  }
  return attempt();
}

/** deadlock_detected and serialization_failure (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const isRetryable = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && (error.code === '40P01' || error.code === '40001');

/** Whether the database refused a statement, rather than being out of reach. */
export const isRefused = (error: unknown): boolean => error instanceof pg.DatabaseError;

/** Whether a statement failed because of its data (data exception or violated constraint), so that a retry would fail too. */
export const isDataError = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '');

/** In the context of a partner: its tenants, numbers, team and audit trail, but no data inside a tenant. */
export function asPartner<R>(db: Db, partnerId: string, work: (tx: Tx) => Promise<R>): Promise<R> {
  return inContext(db, { partnerId }, work);
}

/** In the context of a tenant. The caller has checked that the user may act for it. */
export function asTenant<R>(db: Db, tenantId: string, work: (tx: Tx) => Promise<R>): Promise<R> {
  return inContext(db, { tenantId }, work);
}

/** In the operator's context: partners, trunks and other platform data, but no data of tenants. */
export function asOperator<R>(db: Db, work: (tx: Tx) => Promise<R>): Promise<R> {
  return inContext(db, { operator: true }, work);
}

/** Without a context: only definer functions work. For sign-in and other look-ups before the user is known. */
export function asNobody<R>(db: Db, work: (tx: Tx) => Promise<R>): Promise<R> {
  return inContext(db, {}, work);
}

/** Sets the whole context of an open transaction, but not its mode. Omitted fields are cleared. */
export async function setContext(tx: Tx, context: Context): Promise<void> {
  await sql`${SENT_AHEAD}${PREPARED}select ${contextSettings(context)}`.execute(tx);
}

/** An expression that sets the whole context. It is a single column, because each column costs time on every request. */
export const contextSettings = (
  context: Context,
) => sql`set_config('app.partner_id', ${context.partnerId ?? ''}, true) ||
    set_config('app.tenant_id', ${context.tenantId ?? ''}, true) ||
    set_config('app.integration_partner_id', ${context.integrationPartnerId ?? ''}, true) ||
    set_config('app.actor_id', ${context.actorId ?? ''}, true) ||
    set_config('app.operator', ${context.operator ? 'on' : ''}, true)`;

/**
 * Queues a background job in this transaction, so that it runs only after a commit. A job with a key exists at most
 * once. `afterMs`: how long after the beginning of the transaction it is due, by the clock of the database, which also
 * decides when it runs.
 */
export async function addJob(
  tx: Tx,
  task: string,
  payload: Record<string, string | string[]>,
  options: { key?: string } & ({ runAt?: Date } | { afterMs: number }) = {},
): Promise<void> {
  const due = 'afterMs' in options ? sql`now() + ${options.afterMs} * interval '1 ms'` : (options.runAt ?? null);
  await sql`select add_job(${task}, ${JSON.stringify(payload)}::json, ${options.key ?? null}, ${due})`.execute(tx);
}
