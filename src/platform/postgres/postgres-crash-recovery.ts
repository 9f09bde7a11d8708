import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, signal } from '../process/processes.ts';

/** Finds the server and its backends: all run with the data folder as their working directory. */
function processesIn(folder: string): number[] {
  if (!fs.existsSync('/proc/self/cwd')) return serverByName(folder);
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => workingFolder(pid) === folder && isRunning(pid));
}

function workingFolder(pid: number): string | undefined {
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // ended meanwhile, or not accessible to us
  }
}

/** For systems without /proc: the process of the pid file, if it is a PostgreSQL on this folder and not a later process with the same pid. */
function serverByName(folder: string): number[] {
  const pid = pidInFile(folder);
  if (pid === undefined || !isRunning(pid)) return [];
  const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return command.includes('postgres') && command.includes(folder) ? [pid] : [];
}

function pidInFile(folder: string): number | undefined {
  const [pid] = pidFileLines(folder);
  return pid === undefined ? undefined : Number(pid);
}

/** postmaster.pid: pid, data folder, start time, port, socket folder, address, shared memory, status. */
export function pidFileLines(folder: string): string[] {
  try {
    return fs.readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Waits until no process of the folder is left, and returns those that remain. */
async function waitUntilEmpty(folder: string, seconds: number): Promise<number[]> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const left = processesIn(folder);
    if (left.length === 0 || Date.now() > end) return left;
    await delay(20);
  }
}

/**
 * Cleans up after a killed run, so that PostgreSQL can start: stops a server that still runs (with old settings) and its orphaned backends, and
 * removes a pid file whose pid is a zombie or now another process, and the socket's lock, which PostgreSQL checks by that pid too. Call it only
 * while holding the lock of this data folder.
 */
export async function clearLeftovers(folder: string, socketDir: string, log: (line: string) => void): Promise<void> {
  const real = fs.realpathSync(folder);
  const server = pidInFile(real);
  if (server !== undefined && processesIn(real).includes(server)) {
    log(`stopping PostgreSQL ${server}, left over from an earlier run`);
    signal(server, 'SIGINT');
    await waitUntilEmpty(real, 20);
  }
  for (const pid of await waitUntilEmpty(real, 2)) signal(pid, 'SIGQUIT');
  for (const pid of await waitUntilEmpty(real, 3)) signal(pid, 'SIGKILL');
  const left = await waitUntilEmpty(real, 5);
  if (left.length > 0)
    throw new Error(
      `Processes of an earlier PostgreSQL in ${real} do not end: ${left.join(', ')}. Stop them and start again.`,
    );
  if (server !== undefined) fs.rmSync(path.join(real, 'postmaster.pid'), { force: true });
  for (const name of fs.readdirSync(socketDir)) {
    if (name.startsWith('.s.PGSQL.')) fs.rmSync(path.join(socketDir, name), { force: true });
  }
}
