import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freePort } from './ports.ts';

const elsewhere = (code: string) => promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]);

test('a port is given out once, to one process', async () => {
  // other runs on this machine have other process ids
  const first = 18_000 + 2 * (process.pid % 900);
  const last = first + 1;
  const mine = await freePort(first, last);
  const module = JSON.stringify(new URL('ports.ts', import.meta.url).href);
  const { stdout } = await elsewhere(
    `const { freePort } = await import(${module}); console.log(await freePort(${first}, ${last}));`,
  );
  expect([mine, Number(stdout)].toSorted((a, b) => a - b)).toEqual([first, last]);
  // the other process has ended, and its claim with it
  expect([mine, await freePort(first, last)].toSorted((a, b) => a - b)).toEqual([first, last]);
  await expect(freePort(first, last)).rejects.toThrow('no port is free');
});
