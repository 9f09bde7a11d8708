import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { systemErrorCode } from './system-error.ts';

type Seen = { zombie: boolean; startTime: string };

/** On Linux, field 3 of /proc/<pid>/stat is the state and field 22 the start time in clock ticks since boot. The name before them may contain spaces. */
function fromProc(pid: number): Seen | undefined {
  let stat: string;
  try {
    stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', startTime = ''] = [fields[0], fields[19]];
  return { zombie: state === 'Z' || state === 'X', startTime };
}

function fromPs(pid: number): Seen | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'state=', '-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    }).trim();
    const [state = '', ...start] = line.split(/\s+/);
    return { zombie: state.startsWith('Z'), startTime: start.join('_') };
  } catch {
    return undefined;
  }
}

const look = fs.existsSync('/proc/self/stat') ? fromProc : fromPs;

/** False for a zombie, although `kill(pid, 0)` succeeds for it. */
export function isRunning(pid: number): boolean {
  const seen = look(pid);
  return seen !== undefined && !seen.zombie;
}

/** A name for this process that is never reused, even if its pid is: `<pid>-<start time>`. */
export function processIdentity(pid: number): string | undefined {
  const seen = look(pid);
  return seen === undefined || seen.zombie ? undefined : `${pid}-${seen.startTime}`;
}

/** The identity of this process. */
export function ownIdentity(): string {
  const identity = processIdentity(process.pid);
  if (identity === undefined) throw new Error('The operating system does not know this process.');
  return identity;
}

/** Sends a signal, and ignores that the process may have ended. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (systemErrorCode(error) !== 'ESRCH') throw error;
  }
}
