import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';
import { processIdentity } from './processes.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strowger lock-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test('is exclusive, even within one process, and free after its release', async () => {
  const release = await lockFolder(folder, 'The data folder');
  await expect(lockFolder(folder, 'The data folder')).rejects.toThrow(
    `The data folder is already in use by this process (${process.pid}).`,
  );
  release();
  (await lockFolder(folder, 'The data folder'))();
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('names the process that holds it, and is released by kill -9', async () => {
  const holder = spawn('sleep', ['60']);
  fs.writeFileSync(path.join(folder, processIdentity(holder.pid!)!), '');
  await expect(lockFolder(folder, 'The data folder')).rejects.toThrow(
    `The data folder is in use by process ${holder.pid}.`,
  );
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const release = await lockFolder(folder, 'The data folder');
  expect(fs.readdirSync(folder)).toHaveLength(1);
  release();
});

test('a reused pid does not hold the lock', async () => {
  fs.writeFileSync(path.join(folder, `${process.ppid}-1`), '');
  (await lockFolder(folder, 'The data folder'))();
  expect(fs.readdirSync(folder)).toEqual([]);
});

const takeLock = `
  const { lockFolder } = await import(process.argv[1]);
  await new Promise((resolve) => process.stdin.once('data', resolve));
  await lockFolder(process.argv[2], 'It').then(() => console.log('held'), (error) => console.log(error.message));
  setInterval(() => {}, 1000);`;

test('of several concurrent processes exactly one gets it', async () => {
  const starting = Array.from({ length: 4 }, () =>
    spawn(process.execPath, [
      '--input-type=module',
      '-e',
      takeLock,
      path.join(import.meta.dirname, 'folder-lock.ts'),
      folder,
    ]),
  );
  try {
    const answers = starting.map((child) => once(child.stdout, 'data'));
    for (const child of starting) child.stdin.write('go\n');
    const said = (await Promise.all(answers)).map(([text]) => String(text).trim());
    expect(said.filter((text) => text === 'held')).toHaveLength(1);
    expect(said.filter((text) => text.startsWith('It is in use by process'))).toHaveLength(3);
  } finally {
    for (const child of starting) child.kill('SIGKILL');
  }
});
