import { spawn, type ChildProcess, type ChildProcessByStdio, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { isRunning, signal } from './processes.ts';

/**
 * Child processes that never outlive us. A guard, a few lines of shell in a separate session, reads from a pipe which pids to watch. When we
 * die, for whatever reason, the system closes the pipe, and the guard stops them. (Only Linux has a "parent death signal", and a child that
 * changes its user loses it.)
 */
const GUARD_SCRIPT = `
watched=
while read -r word pid signal grace; do
  rest=
  for one in $watched; do case $one in "$pid":*) ;; *) rest="$rest $one" ;; esac; done
  watched=$rest
  [ "$word" = watch ] && watched="$watched $pid:$signal:$grace"
done
for one in $watched; do
  pid=\${one%%:*} signal=\${one#*:}
  kill -s "\${signal%%:*}" "$pid" 2>/dev/null
done
ticks=0
while [ -n "$watched" ]; do
  rest=
  for one in $watched; do
    pid=\${one%%:*}
    kill -0 "$pid" 2>/dev/null || continue
    if [ "$ticks" -ge $((\${one##*:} * 5)) ]; then
      kill -s KILL -- "-$pid" 2>/dev/null
      kill -s KILL "$pid" 2>/dev/null
    else rest="$rest $one"; fi
  done
  watched=$rest ticks=$((ticks + 1))
  [ -n "$watched" ] && sleep 0.2
done
`;

type Stopping = {
  /** the signal that asks the child to end */
  stopSignal?: NodeJS.Signals;
  /** the child is killed after this many seconds */
  graceSeconds?: number;
};

export type Guarded = {
  process: ChildProcess;
  pid: number;
  /** how it ended, as text for a log */
  exited: Promise<string>;
  stop(): Promise<void>;
};

const watched = new Map<number, Required<Stopping>>();
type GuardProcess = ChildProcessByStdio<Writable, null, null>;
let guard: GuardProcess | undefined;

const watchLine = (pid: number, { stopSignal, graceSeconds }: Required<Stopping>): string =>
  `watch ${pid} ${stopSignal.replace('SIG', '')} ${graceSeconds}\n`;

function startGuard(): GuardProcess {
  const started = spawn('/bin/sh', ['-c', GUARD_SCRIPT, 'strowger-guard'], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: '/usr/bin:/bin' },
  });
  started.unref();
  // replaces a guard that was killed; its pipe breaks before its exit event arrives
  const { stdin } = started;
  stdin.on('error', () => {});
  started.on('error', () => {});
  started.on('exit', () => {
    if (guard !== started) return;
    guard = watched.size > 0 ? startGuard() : undefined;
  });
  // the pipe must not keep this process alive
  if (stdin instanceof Socket) stdin.unref();
  for (const [pid, how] of watched) stdin.write(watchLine(pid, how));
  return started;
}

/**
 * Starts a child in a separate session, so that Ctrl-C in the terminal reaches only us and we can stop our children in order. Rejects if it
 * cannot be started.
 */
export async function spawnGuarded(
  command: string,
  args: readonly string[],
  { stopSignal = 'SIGTERM', graceSeconds = 5, ...options }: SpawnOptions & Stopping = {},
): Promise<Guarded> {
  guard ??= startGuard();
  const child = spawn(command, args, { ...options, detached: true });
  const exited = new Promise<string>((resolve) => {
    child.on('exit', (code, by) => resolve(by === null ? `exit ${code}` : `killed by ${by}`));
  });
  const { pid } = child;
  if (pid === undefined) throw (await once(child, 'error'))[0];
  const how = { stopSignal, graceSeconds };
  watched.set(pid, how);
  guard.stdin.write(watchLine(pid, how));
  child.on('error', () => {});
  child.on('exit', () => {
    watched.delete(pid);
    guard?.stdin.write(`forget ${pid}\n`);
  });
  return { process: child, pid, exited, stop: () => stop(pid, how, exited) };
}

async function stop(
  pid: number,
  { stopSignal, graceSeconds }: Required<Stopping>,
  exited: Promise<string>,
): Promise<void> {
  if (!watched.has(pid)) return;
  signal(pid, stopSignal);
  const killing = setTimeout(() => signal(-pid, 'SIGKILL'), graceSeconds * 1000);
  await exited;
  clearTimeout(killing);
}

/**
 * Calls back once when the process that started us has gone. After `kill -9` of npm, for example, there is no other sign, and we would live on as
 * an orphan that occupies the port. Not for a server that is meant to outlive its shell.
 */
export function watchParent(gone: () => void, everyMs = 500): () => void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent && isRunning(parent)) return;
    clearInterval(timer);
    gone();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
