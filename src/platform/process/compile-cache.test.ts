import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/cluster.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('compiled');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const start = (cacheDir: string) =>
  execFileSync(process.execPath, ['src/main.ts', 'migrate'], {
    env: { DATABASE_URL: 'postgres://127.0.0.1:1/none', SECRET_KEY: '5e'.repeat(32), CACHE_DIR: cacheDir },
    stdio: 'pipe',
    encoding: 'utf8',
  });

test('what a start has compiled is kept for the next', () => {
  expect(() => start(folder)).toThrow('DATABASE_OWNER_URL');
  const kept = fs.readdirSync(path.join(folder, 'compiled'), { recursive: true });
  expect(kept.length).toBeGreaterThan(100);
});

test('a program starts without a folder for it', () => {
  const file = path.join(folder, 'file');
  fs.writeFileSync(file, '');
  expect(() => start(file)).toThrow('DATABASE_OWNER_URL');
});
