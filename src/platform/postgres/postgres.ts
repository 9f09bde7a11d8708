import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { spawnGuarded, type Guarded } from '../process/child-processes.ts';
import { lockFolder } from '../process/folder-lock.ts';
import { chownTo, runAs, type Account } from '../process/run-as.ts';
import { findBinaries, type Binaries } from './postgres-binaries.ts';
import { clearLeftovers, pidFileLines } from './postgres-crash-recovery.ts';
import { findDataFolder, ownFolder, socketFolder } from './postgres-paths.ts';

export type ClusterOptions = {
  /** created if missing */
  dataDir: string;
  /** for the role `superuser`, set when the data folder is created */
  superuserPassword: string;
  /** an installed PostgreSQL 15 or later to use instead of the packaged one */
  binDir?: string;
  cacheDir: string;
  settings?: Record<string, string>;
  log: (line: string) => void;
};

/** A running server. `host` is the folder of its socket; it does not listen on any network address. */
export type Cluster = { host: string; port: number; pid: number; exited: Promise<string>; stop(): Promise<void> };

/** Only part of the socket's file name; nothing listens on this port. */
const PORT = 5432;

const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Starts PostgreSQL on a data folder. Cleans up after an earlier run; refuses a folder that is in use or of a newer version. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const dataDir = path.resolve(options.dataDir);
  const { folder, account } = findDataFolder(dataDir);
  const binaries = findBinaries({ binDir: options.binDir, cacheDir: options.cacheDir, account });
  const unlock = await lockFolder(`${folder}.lock`, `The data folder ${dataDir}`);
  try {
    if (isNew(folder)) await initialise(folder, options.superuserPassword, binaries, account);
    checkMajor(folder, binaries);
    const host = socketFolder(dataDir);
    // connecting still requires a role's password
    ownFolder(host, 0o755, account);
    await clearLeftovers(folder, host, options.log);
    const server = await launch(options, { folder, socketDir: host, binaries, account });
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
  if (found.length > 0)
    throw new Error(`${folder} contains something other than a database (${found[0]}). Choose another folder.`);
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

/** Creates it under a temporary name and renames it, so that an interrupted initialization is never taken for a database. */
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
    chownTo(account, passwordFile);
    // case mapping for all letters, the same on every machine; queries choose the collation of names
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
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const how = await exited;
  if (how !== 'exit 0') throw new Error(`${path.basename(command)} failed (${how}): ${said.trim()}`);
}

/** A rename survives a power cut only after its folder has been synced. */
function syncFolder(folder: string): void {
  const fd = fs.openSync(folder, 'r');
  fs.fsyncSync(fd);
  fs.closeSync(fd);
}

async function launch(
  { settings = {}, log }: ClusterOptions,
  {
    folder,
    socketDir,
    binaries,
    account,
  }: { folder: string; socketDir: string; binaries: Binaries; account: Account | undefined },
): Promise<Guarded> {
  const { bin } = binaries;
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
    // statements and key values in a log would reveal customers' data
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...settings,
  };
  const args = ['-D', folder, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const logFile = `${folder}.log`;
  rotateWhenLarge(logFile);
  const out = fs.openSync(logFile, 'a', 0o600);
  try {
    // SIGINT is PostgreSQL's fast shutdown: it closes connections and writes everything to disk
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

function rotateWhenLarge(logFile: string): void {
  const size = fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 10_000_000) fs.renameSync(logFile, `${logFile}.old`);
}

/** Recovery after a power cut may take long, so this waits as long as the server runs and reports that it is recovering. */
async function untilReady(
  folder: string,
  server: Guarded,
  logFile: string,
  log: (line: string) => void,
): Promise<void> {
  let ended: string | undefined;
  void server.exited.then((how) => (ended = how));
  const progress = setInterval(() => log('PostgreSQL is still recovering after an unclean shutdown'), 5000);
  void server.exited.finally(() => clearInterval(progress));
  for (;;) {
    if (ended !== undefined) throw new Error(`PostgreSQL did not start (${ended}): ${lastLines(logFile)}`);
    const lines = pidFileLines(folder);
    if (Number(lines[0]) === server.pid && lines[7]?.trim() === 'ready') return clearInterval(progress);
    await delay(10);
  }
}

const lastLines = (file: string): string => fs.readFileSync(file, 'utf8').trim().split('\n').slice(-3).join(' | ');
