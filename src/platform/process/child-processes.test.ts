import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { spawnGuarded } from './child-processes.ts';
import { isRunning, signal } from './processes.ts';

const module = path.join(import.meta.dirname, 'child-processes.ts');
const STUBBORN = ['-c', 'trap "" TERM INT; echo ready; while :; do sleep 0.1; done'];
const started: ChildProcess[] = [];
const seen: number[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  for (const pid of seen.splice(0)) signal(pid, 'SIGKILL');
});

/** Runs a program in a separate process, which may be killed, and returns the first line that it prints. */
async function parent(program: string): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', `const it = await import(${JSON.stringify(module)});${program}`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  started.push(child);
  const [data] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: data.toString().trim() };
}

function untilGone(pids: number[]): Promise<unknown> {
  seen.push(...pids);
  return expect.poll(() => pids.filter(isRunning)).toEqual([]);
}

test('kill -9 of the parent ends its children, a stubborn one after the grace period', async () => {
  const { child, said } = await parent(`
    const polite = await it.spawnGuarded('sleep', ['600']);
    const stubborn = await it.spawnGuarded('sh', ${JSON.stringify(STUBBORN)}, { graceSeconds: 5 });
    stubborn.process.stdout.once('data', () => console.log(polite.pid, stubborn.pid));
  `);
  const [polite, stubborn] = said.split(' ').map(Number) as [number, number];
  expect([polite, stubborn].filter(isRunning)).toEqual([polite, stubborn]);
  child.kill('SIGKILL');
  await expect.poll(() => isRunning(polite)).toBe(false);
  expect(isRunning(stubborn)).toBe(true);
  await untilGone([stubborn]);
});

test('a guard that is killed is replaced', async () => {
  const { child, said } = await parent(`
    import { readFileSync } from 'node:fs';
    const childrenOf = (pid) => readFileSync('/proc/' + pid + '/task/' + pid + '/children', 'utf8').trim().split(' ');
    const guardOf = () => childrenOf(process.pid).find((pid) => readFileSync('/proc/' + pid + '/cmdline', 'utf8').includes('strowger-guard'));
    const one = await it.spawnGuarded('sleep', ['600']);
    const guard = guardOf();
    process.kill(Number(guard), 'SIGKILL');
    const timer = setInterval(() => {
      if ([undefined, guard].includes(guardOf())) return;
      clearInterval(timer);
      console.log(one.pid);
      setInterval(() => {}, 1000);
    }, 20);
  `);
  expect(isRunning(Number(said))).toBe(true);
  child.kill('SIGKILL');
  await untilGone([Number(said)]);
});

test('children and their guard do not keep the parent alive, and end with it', async () => {
  const { child, said } = await parent(`
    const one = await it.spawnGuarded('sleep', ['600'], { stdio: 'ignore' });
    console.log(one.pid);
    await one.stop();
  `);
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(0);
  await untilGone([Number(said)]);
});

test('Ctrl-C in the terminal does not reach the children, which run in separate sessions', async () => {
  const one = await spawnGuarded('sleep', ['600']);
  expect(() => process.kill(-one.pid, 0)).not.toThrow(); // it leads a process group
  await one.stop();
  expect(await one.exited).toBe('killed by SIGTERM');
  await one.stop(); // stopping again changes nothing
});

test('stop sends a signal first and kills after the grace period', async () => {
  const one = await spawnGuarded('sh', STUBBORN, { stopSignal: 'SIGINT', graceSeconds: 0.2 });
  await once(one.process.stdout!, 'data');
  await one.stop();
  expect(await one.exited).toBe('killed by SIGKILL');
});

test('a missing program rejects', async () => {
  await expect(spawnGuarded('/no/such/program', [])).rejects.toThrow('ENOENT');
});

test('an orphaned process is notified', async () => {
  const shell = spawn(
    'sh',
    [
      '-c',
      `"$0" --input-type=module -e 'const it = await import("${module}"); it.watchParent(() => process.exit(), 50); console.log(process.pid); setInterval(() => {}, 1000)' & wait`,
      process.execPath,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  started.push(shell);
  const [data] = (await once(shell.stdout, 'data')) as [Buffer];
  const pid = Number(data.toString());
  expect(isRunning(pid)).toBe(true);
  shell.kill('SIGKILL');
  await untilGone([pid]);
});
