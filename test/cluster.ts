import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { clusterUrl, ensureDatabase } from '../src/platform/postgres/postgres-database.ts';
import { startCluster, type Cluster } from '../src/platform/postgres/postgres.ts';
import { processIdentity } from '../src/platform/process/processes.ts';
import { rolePassword } from '../src/platform/secrets.ts';
import { prepareDatabase } from '../src/program/prepare-database.ts';
import { unwantedDeadlocks } from './deadlocks.ts';

/** Fixed, so that every test process knows each role's password. */
export const TEST_SECRET_KEY = '5e'.repeat(32);
export const TEMPLATE = 'strowger_template';

/** Turns off durability, which costs time and proves nothing in a test. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

/** Shows what was refused and why, and starts each line with the name of its database. */
const VERBOSE = { log_line_prefix: '%d: ', log_min_error_statement: 'error', log_error_verbosity: 'default' };

/** TEST_POSTGRES=system uses the machine's own PostgreSQL, to test the oldest supported version. */
export function testBinaries(): string | undefined {
  if (process.env['TEST_POSTGRES'] !== 'system') return undefined;
  const root = '/usr/lib/postgresql';
  const [oldest] = fs.existsSync(root) ? fs.readdirSync(root).toSorted((a, b) => Number(a) - Number(b)) : [];
  if (oldest === undefined) throw new Error(`TEST_POSTGRES=system, but there is no PostgreSQL in ${root}.`);
  return path.join(root, oldest, 'bin');
}

/** A folder that is deleted after the test, readable by the account that PostgreSQL runs as under root. */
export function temporaryFolder(name: string, parent = os.tmpdir()): string {
  const folder = fs.mkdtempSync(path.join(parent, `strowger ${name}-`));
  fs.chmodSync(folder, 0o755);
  return folder;
}

export const testCacheDir = path.join(os.tmpdir(), 'strowger-test-cache');

const ROOMY = 4e9;

/** In memory if there is enough, because a shared disk makes creating databases ten times slower. */
export function fastestFolder(): string {
  const memory = '/dev/shm';
  if (!fs.existsSync(memory) || os.freemem() < 2 * ROOMY) return os.tmpdir();
  const { bavail, bsize } = fs.statfsSync(memory);
  return bavail * bsize > ROOMY ? memory : os.tmpdir();
}

/** Deletes leftovers of killed test runs, which would fill the memory. */
function clearAbandoned(parent: string): void {
  for (const name of fs.readdirSync(parent).filter((name) => /^strowger (tests|end to end)-/.test(name))) {
    const folder = path.join(parent, name);
    const lock = path.join(folder, 'postgres.lock');
    const holders = fs.existsSync(lock) ? fs.readdirSync(lock) : [];
    const held = holders.some((holder) => processIdentity(Number.parseInt(holder, 10)) === holder);
    // a new one may not have its lock yet
    const age = Date.now() - (fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (!held && age > 600_000) fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder for a whole test run. Its cluster locks it, and deletes it when it stops. */
export function testRunFolder(): string {
  const parent = fastestFolder();
  clearAbandoned(parent);
  return temporaryFolder('tests', parent);
}

/** One PostgreSQL for a whole test run, with a migrated database to copy from. Stopping it fails if there was a deadlock. */
export async function startTestCluster(folder = testRunFolder()): Promise<Cluster> {
  const cluster = await startCluster({
    dataDir: path.join(folder, 'postgres'),
    superuserPassword: rolePassword(TEST_SECRET_KEY, 'superuser'),
    binDir: testBinaries(),
    cacheDir: testCacheDir,
    settings: { ...FAST, ...VERBOSE },
    log: () => {},
  });
  const stop = async (): Promise<void> => {
    await cluster.stop();
    const deadlocks = unwantedDeadlocks(path.join(folder, 'postgres.log'));
    fs.rmSync(folder, { recursive: true, force: true });
    if (deadlocks.length > 0) throw new Error(`The tests had deadlocks:\n${deadlocks.join('\n\n')}`);
  };
  try {
    await ensureDatabase(cluster, TEST_SECRET_KEY, TEMPLATE);
    await prepareDatabase(clusterUrl(cluster, 'owner', TEST_SECRET_KEY, TEMPLATE), TEST_SECRET_KEY);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...cluster, stop };
}
