import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { spawnGuarded, type Guarded } from '../process/child-processes.ts';
import { lockFolder } from '../process/folder-lock.ts';
import { findBinaries, type Binaries } from './postgres-binaries.ts';
import { clearLeftovers, pidFileLines } from './postgres-crash-recovery.ts';
import { findPlace, ownFolder, socketFolder } from './postgres-paths.ts';
import { giveTo, runAs, type Account } from '../process/run-as.ts';

export type ClusterOptions = {
  /** made when it is not there */
  dataDir: string;
  /** of the role `superuser`, set when the data folder is made */
  superuserPassword: string;
  /** an installed PostgreSQL 15 or later, instead of the one that comes with this program */
  binDir?: string;
  cacheDir: string;
  settings?: Record<string, string>;
  log: (line: string) => void;
};

/** A running server. `host` is the folder of its socket: it does not listen on any address. */
export type Cluster = { host: string; port: number; pid: number; exited: Promise<string>; stop(): Promise<void> };

/** Only names the socket file; nothing listens on it. */
const PORT = 5432;

const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Starts PostgreSQL on a data folder. What an earlier run left is cleared; a folder in use or too new is refused. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const dataDir = path.resolve(options.dataDir);
  const { folder, account } = findPlace(dataDir);
  const binaries = findBinaries({ binDir: options.binDir, cacheDir: options.cacheDir, account });
  const unlock = await lockFolder(`${folder}.lock`, `The data folder ${dataDir}`);
  try {
    if (isNew(folder)) await initialise(folder, options.superuserPassword, binaries, account);
    checkMajor(folder, binaries);
    const host = socketFolder(dataDir);
    // whoever can connect still has to know a role's password
    ownFolder(host, 0o755, account);
    await clearLeftovers(folder, host, options.log);
    const server = await launch(folder, host, options, binaries, account);
    const exited = server.exited.finally(unlock);
    return {
      host,
      port: PORT,
      pid: server.pid,
      exited,
      async stop() {
        await server.stop();
        await exited;
        fs.rmSync(host, { recursive: true, force: true });
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function isNew(folder: string): boolean {
  if (fs.existsSync(path.join(folder, 'PG_VERSION'))) return false;
  const found = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  if (found.length > 0) throw new Error(`${folder} holds something else than a database (${found[0]}).`);
  return true;
}

function checkMajor(folder: string, { major, bin }: Binaries): void {
  const made = Number(fs.readFileSync(path.join(folder, 'PG_VERSION'), 'utf8'));
  if (made === major) return;
  const advice =
    made > major
      ? `Start the newer version of this program that made it, or set another DATA_DIR.`
      : `Start it once with version ${made} and dump it, then restore the dump into a new DATA_DIR.`;
  throw new Error(
    `The data in ${folder} was made by PostgreSQL ${made}, this is PostgreSQL ${major} (${bin}). ${advice}`,
  );
}

/** Made beside its place and then renamed, so that an interrupted one is never mistaken for a database. */
async function initialise(
  folder: string,
  password: string,
  { bin, major }: Binaries,
  account: Account | undefined,
): Promise<void> {
  const half = `${folder}.init`;
  fs.rmSync(half, { recursive: true, force: true });
  ownFolder(half, 0o700, account);
  const passwordFile = `${folder}.password`;
  try {
    fs.rmSync(passwordFile, { force: true });
    fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
    giveTo(account, passwordFile);
    // case mapping of all letters, the same on every machine; how names sort is said in the queries
    const locale =
      major >= 17 ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : ['--locale=C.UTF-8'];
    const args = ['-D', half, '-U', 'superuser', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    await run(
      path.join(bin, 'initdb'),
      [...args, '-E', 'UTF8', ...locale, '--data-checksums', '--no-instructions'],
      account,
    );
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
  if (fs.existsSync(folder)) fs.rmdirSync(folder);
  fs.renameSync(half, folder);
  syncFolder(path.dirname(folder));
}

async function run(command: string, args: string[], account: Account | undefined): Promise<void> {
  const { process: child, exited } = await spawnGuarded(command, args, {
    ...runAs(account),
    env: ENVIRONMENT,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text));
  const how = await exited;
  if (how !== 'exit 0') throw new Error(`${path.basename(command)} failed (${how}): ${said.trim()}`);
}

/** A rename survives a power cut only when its folder has been written. */
function syncFolder(folder: string): void {
  const fd = fs.openSync(folder, 'r');
  fs.fsyncSync(fd);
  fs.closeSync(fd);
}

async function launch(
  folder: string,
  socketDir: string,
  { settings = {}, log }: ClusterOptions,
  { bin }: Binaries,
  account: Account | undefined,
): Promise<Guarded> {
  const all = {
    listen_addresses: '',
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0777',
    port: String(PORT),
    max_connections: '100',
    shared_buffers: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // statements and key values in a log would be customers' data
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...settings,
  };
  const args = ['-D', folder, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const logFile = `${folder}.log`;
  keepSmall(logFile);
  const out = fs.openSync(logFile, 'a', 0o600);
  try {
    // SIGINT is its fast shutdown: it drops the connections and writes everything
    const server = await spawnGuarded(path.join(bin, 'postgres'), args, {
      ...runAs(account),
      env: ENVIRONMENT,
      cwd: '/',
      stdio: ['ignore', out, out],
      stopSignal: 'SIGINT',
      graceSeconds: 20,
    });
    await untilReady(folder, server, logFile, log);
    return server;
  } finally {
    fs.closeSync(out);
  }
}

function keepSmall(logFile: string): void {
  const size = fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 10_000_000) fs.renameSync(logFile, `${logFile}.old`);
}

/** Recovery after a power cut may take long; as long as the server lives and says so, it is waited for. */
async function untilReady(
  folder: string,
  server: Guarded,
  logFile: string,
  log: (line: string) => void,
): Promise<void> {
  let ended: string | undefined;
  void server.exited.then((how) => (ended = how));
  const patience = setInterval(() => log('PostgreSQL is still putting its data in order after an unclean end'), 5000);
  void server.exited.finally(() => clearInterval(patience));
  for (;;) {
    if (ended !== undefined) throw new Error(`PostgreSQL did not start (${ended}): ${lastLines(logFile)}`);
    const lines = pidFileLines(folder);
    if (Number(lines[0]) === server.pid && lines[7]?.trim() === 'ready') return clearInterval(patience);
    await delay(10);
  }
}

const lastLines = (file: string): string => fs.readFileSync(file, 'utf8').trim().split('\n').slice(-3).join(' | ');
