import { buffer } from 'node:stream/consumers';
import { spawnGuarded } from './child-processes.ts';
import { type Account, runAs } from './run-as.ts';

export type Bounds = {
  timeoutMs: number;
  /** the limit of its address space */
  memoryBytes: number;
  /** the limit of its output; a program that writes more is killed */
  outputBytes: number;
};

export type Finished = { end: 'done' | 'failed' | 'too_slow'; output: Buffer; stderr: string };

/** The kernel limits a program's memory and processor time. The shell never interprets the arguments. */
const LIMITED = 'ulimit -v "$1" && ulimit -t "$2" || exit 1; shift 2; exec "$@"';
const MAX_STDERR_LENGTH = 2000;

/**
 * Runs a program to its end within limits, with `input` on its standard input, and without our environment. Returns its output up to the limit.
 * Throws only if it can't be started.
 */
export async function runBounded(
  command: readonly [string, ...string[]],
  bounds: Bounds,
  { input, account }: { input?: string; account?: Account | undefined } = {},
): Promise<Finished> {
  const { timeoutMs, memoryBytes, outputBytes } = bounds;
  const limits = [Math.ceil(memoryBytes / 1024), Math.ceil(timeoutMs / 1000)].map(String);
  const { process: child, ...program } = await spawnGuarded('/bin/sh', ['-c', LIMITED, 'sh', ...limits, ...command], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
    stopSignal: 'SIGKILL',
    ...runAs(account),
  });
  let tooSlow = false;
  const timer = setTimeout(() => {
    tooSlow = true;
    void program.stop();
  }, timeoutMs);
  // a program that ends early closes its input
  child.stdin?.on('error', () => {});
  child.stdin?.end(input ?? '');
  const stderr = child.stderr ? buffer(child.stderr) : Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let length = 0;
  const stdout: AsyncIterable<Buffer> | Buffer[] = child.stdout ?? [];
  for await (const chunk of stdout) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= outputBytes) break;
  }
  if (length >= outputBytes) void program.stop();
  const how = await program.exited;
  clearTimeout(timer);
  const text = (await stderr).toString('utf8').slice(0, MAX_STDERR_LENGTH);
  const done = how === 'exit 0' || length >= outputBytes;
  return {
    end: tooSlow ? 'too_slow' : done ? 'done' : 'failed',
    output: Buffer.concat(chunks).subarray(0, outputBytes),
    stderr: text,
  };
}
