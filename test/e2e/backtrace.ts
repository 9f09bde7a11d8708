import { spawn, spawnSync } from 'node:child_process';

/**
 * Watches a process with gdb, if it is installed, to get the backtrace of a crash. Returns a function that reports it; without gdb, how to get one.
 */
export function backtraceOf(pid: number): () => string {
  if (process.env['LONG'] === undefined || spawnSync('gdb', ['--version']).status !== 0)
    return () => 'no backtrace: it takes LONG=1 and gdb';
  let text = '';
  const commands = ['handle SIGPIPE SIGUSR1 SIGUSR2 SIGURG SIGHUP nostop noprint pass', 'continue', 'bt 40'];
  const gdb = spawn('gdb', ['-p', String(pid), '-batch', ...commands.flatMap((command) => ['-ex', command])], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [gdb.stdout, gdb.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text.slice(-8000);
}
