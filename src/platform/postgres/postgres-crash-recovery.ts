import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, signal } from '../process/processes.ts';

/** The server and its backends all have the data folder as their working folder. */
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
    return undefined; // ended meanwhile, or not ours to look at
  }
}

/** Without /proc: what the pid file names, if that is a PostgreSQL on this folder and not whoever got its pid since. */
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

async function untilEmpty(folder: string, seconds: number): Promise<number[]> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const left = processesIn(folder);
    if (left.length === 0 || Date.now() > end) return left;
    await delay(20);
  }
}

/**
 * Clears what a killed run left, so that PostgreSQL starts again by itself: a server that still runs (with yesterday's
 * settings), backends that have lost it, a pid file whose pid is a zombie or somebody else by now, and a socket's lock,
 * which PostgreSQL judges by that pid too. Only for who holds the lock of this data folder.
 */
export async function clearLeftovers(folder: string, socketDir: string, log: (line: string) => void): Promise<void> {
  const real = fs.realpathSync(folder);
  const server = pidInFile(real);
  if (server !== undefined && processesIn(real).includes(server)) {
    log(`stopping PostgreSQL ${server}, left by an earlier run`);
    signal(server, 'SIGINT');
    await untilEmpty(real, 20);
  }
  for (const pid of await untilEmpty(real, 2)) signal(pid, 'SIGQUIT');
  for (const pid of await untilEmpty(real, 3)) signal(pid, 'SIGKILL');
  const left = await untilEmpty(real, 5);
  if (left.length > 0) throw new Error(`Processes of an earlier PostgreSQL do not end: ${left.join(', ')} in ${real}.`);
  if (server !== undefined) fs.rmSync(path.join(real, 'postmaster.pid'), { force: true });
  for (const name of fs.readdirSync(socketDir)) {
    if (name.startsWith('.s.PGSQL.')) fs.rmSync(path.join(socketDir, name), { force: true });
  }
}
