import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

type Seen = { zombie: boolean; startTime: string };

/** Linux: field 3 of /proc/<pid>/stat is the state, field 22 the start in clock ticks since boot; the name before them may hold spaces. */
function fromProc(pid: number): Seen | undefined {
  let stat: string;
  try {
    stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { zombie: fields[0] === 'Z' || fields[0] === 'X', startTime: fields[19]! };
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

/** A dead process that nobody has reaped is not running, whatever `kill(pid, 0)` says of it. */
export function isRunning(pid: number): boolean {
  const seen = look(pid);
  return seen !== undefined && !seen.zombie;
}

/** Names one process for ever, also after its pid has been given to another: `<pid>-<start time>`. */
export function processIdentity(pid: number): string | undefined {
  const seen = look(pid);
  return seen === undefined || seen.zombie ? undefined : `${pid}-${seen.startTime}`;
}

/** Sends a signal and does not mind that the process is gone already. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
