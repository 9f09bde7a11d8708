import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { isRunning, processIdentity, signal } from './processes.ts';

let child: ChildProcess | undefined;
afterEach(() => void child?.kill('SIGKILL'));

test('a process has one identity while it lives, and none afterwards', async () => {
  child = spawn('sleep', ['60']);
  const pid = child.pid!;
  const identity = processIdentity(pid);
  expect(identity).toMatch(new RegExp(`^${pid}-.`));
  expect(processIdentity(pid)).toBe(identity);
  expect(processIdentity(process.pid)).not.toBe(identity);
  signal(pid, 'SIGKILL');
  await once(child, 'exit');
  expect(processIdentity(pid)).toBeUndefined();
  expect(isRunning(pid)).toBe(false);
  signal(pid, 'SIGKILL'); // no error for a process that has ended
});

test('a zombie is not running', async () => {
  // the shell execs into a sleep, which does not reap the shell's child
  child = spawn('sh', ['-c', 'sh -c "echo \\$\\$; read line" <&3 & exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  const pid = Number(line.toString());
  expect(isRunning(pid)).toBe(true);
  (child.stdio[3] as NodeJS.WritableStream).end('\n');
  await expect.poll(() => isRunning(pid)).toBe(false);
  expect(() => process.kill(pid, 0)).not.toThrow(); // the pid still exists
  expect(processIdentity(pid)).toBeUndefined();
});
