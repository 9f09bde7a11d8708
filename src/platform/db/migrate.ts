import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { type DatabaseRole, rolePassword } from '../secrets.ts';
import { openPool, roleUrl } from './db.ts';
import { onlyRow } from './rows.ts';

const folder = path.resolve(import.meta.dirname, '../../../migrations');

/** Login roles get a derived password. The others own definer functions and views, with policies for each. */
const LOGIN_ROLES = ['app', 'worker', 'asterisk'] as const satisfies readonly DatabaseRole[];
const FUNCTION_OWNERS = ['gate', 'searcher', 'voice', 'auditor', 'sequencer'] as const;

const silent = new Logger(() => () => {});

/** An arbitrary constant key: one migrator runs at a time. */
const MIGRATION_LOCK = 7_391_442;

/**
 * A migration that waits for a table lock blocks every later query on that table. So it gives up soon, lets them pass, and retries.
 * https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT
 */
const LOCK_WAIT_MS = 2000;
const LOCK_ATTEMPTS = 30;
const LOCK_NOT_AVAILABLE = '55P03';

export type MigrateOptions = {
  secretKey: string;
  /** Runs at every start, in the transaction of the migrations. Stores the program's own rules in the database. */
  afterwards?: (client: pg.ClientBase) => Promise<void>;
  log?: (line: string) => void;
  /** How long a migration waits for a lock before it lets other queries pass, in milliseconds. */
  lockWaitMs?: number;
};

/**
 * Migrates a database to this version's schema: creates the roles, applies each file of `migrations/` once, in order, and applies the files of
 * `migrations/functions/` whenever their text has changed. Several processes may call it at once. Throws if the database was created by a newer
 * version.
 */
export async function migrate(
  ownerUrl: string,
  { secretKey, afterwards, log = () => {}, lockWaitMs = LOCK_WAIT_MS }: MigrateOptions,
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'strowger migrate' });
  client.on('error', () => {}); // the pending query reports it
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await createRoles(client, secretKey);
    // `worker` owns the job tables and has sole access; other roles add jobs through a function.
    const database = await quotedName(client);
    await client.query(`grant create on database ${database} to worker`);
    await migrateJobs(roleUrl(ownerUrl, 'worker', secretKey));
    await client.query(`revoke create on database ${database} from worker`);
    await applyFiles(client, log, lockWaitMs);
    if (afterwards) await inTransaction(client, () => afterwards(client));
  } finally {
    await client.end();
  }
}

/**
 * Migrates the job tables with our own pool. The library removes its error handlers before its connections are closed,
 * so that a database that stops at that moment would end our process.
 */
async function migrateJobs(workerUrl: string): Promise<void> {
  const pool = openPool(workerUrl, 'migrate');
  try {
    await runMigrations({ pgPool: pool, logger: silent });
  } finally {
    await pool.end();
  }
}

/** The quoted name of the database. */
async function quotedName(client: pg.ClientBase): Promise<string> {
  return onlyRow((await client.query<{ name: string }>('select quote_ident(current_database()) as name')).rows).name;
}

async function inTransaction(client: pg.ClientBase, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** Runs a migration in a transaction, and retries while it cannot get its locks. Throws in the end. */
async function withoutBlocking(
  client: pg.ClientBase,
  { log, lockWaitMs, name }: { log: (line: string) => void; lockWaitMs: number; name: string },
  work: () => Promise<void>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(client, async () => {
        await client.query(`set local lock_timeout = ${lockWaitMs}`);
        await work();
      });
    } catch (error) {
      const isLocked = error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE;
      if (!isLocked || attempt === LOCK_ATTEMPTS) throw error;
      log(`database: ${name} is waiting for a lock`);
      await delay(lockWaitMs);
    }
  }
}

async function createRoles(client: pg.ClientBase, secretKey: string): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>('select rolname from pg_roles');
  const there = new Set(rows.map((row) => row.rolname));
  for (const role of [...LOGIN_ROLES, ...FUNCTION_OWNERS]) {
    if (!there.has(role)) await client.query(`create role ${role} nosuperuser nobypassrls`);
  }
  for (const role of LOGIN_ROLES) {
    await client.query(`alter role ${role} login password ${client.escapeLiteral(rolePassword(secretKey, role))}`);
  }
  // Membership is needed to transfer functions to these roles. PostgreSQL 16 and later can grant it without inheritance, so that their policies
  // do not apply to the owner too.
  const server = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  const terms = onlyRow(server.rows).version >= 160_000 ? ' with inherit false, set true' : '';
  for (const role of [...FUNCTION_OWNERS, 'worker']) await client.query(`grant ${role} to current_user${terms}`);
  const database = await quotedName(client);
  await client.query(`revoke all on database ${database} from public`);
  await client.query(`grant connect on database ${database} to app, worker, asterisk`);
  await client.query('alter role asterisk set search_path = asterisk, pg_catalog');
}

async function applyFiles(client: pg.ClientBase, log: (line: string) => void, lockWaitMs: number): Promise<void> {
  await client.query(`create table if not exists migrations (
    name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
  await client.query('alter table migrations enable row level security');
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from migrations');
  const applied = new Map(rows.map((row) => [row.name, row.sha256]));
  const files = [...sqlFiles('.'), ...sqlFiles(REPEATABLE)];
  const unknown = [...applied.keys()].filter((name) => !files.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `This database was made by a newer version of the program (it has ${unknown.join(', ')}). Start that version, or restore a backup.`,
    );
  }
  for (const name of files) {
    const text = readFileSync(path.join(folder, name), 'utf8');
    const sha256 = createHash('sha256').update(text).digest('hex');
    const before = applied.get(name);
    if (before === sha256) continue;
    if (before !== undefined && !isRepeatable(name)) {
      throw new Error(
        `Migration ${name} was changed after it had been applied. Undo the change, and add a new migration instead.`,
      );
    }
    log(`database: ${name}`);
    await withoutBlocking(client, { log, lockWaitMs, name }, async () => {
      await client.query(text);
      await client.query(
        `insert into migrations (name, sha256) values ($1, $2)
         on conflict (name) do update set sha256 = excluded.sha256, applied_at = now()`,
        [name, sha256],
      );
    });
  }
}

/** Functions and views, applied after the migrations and whenever their text changes, so that their current text is in one place. */
const REPEATABLE = 'functions';
const isRepeatable = (name: string): boolean => name.startsWith(`${REPEATABLE}/`);

/** This version's newest migration. */
export const newestMigration = (): string => sqlFiles('.').at(-1) ?? '';

/** The sorted names of a folder's SQL files, relative to `migrations/`. */
const sqlFiles = (of: string): string[] =>
  readdirSync(path.join(folder, of))
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => path.posix.join(of, name));
