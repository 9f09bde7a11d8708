import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRotatingFile } from './rotating-file.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strowger-rotating-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const sizes = (): Record<string, number> =>
  Object.fromEntries(
    fs
      .readdirSync(folder)
      .sort()
      .map((name) => [name, fs.statSync(path.join(folder, name)).size]),
  );

test('a full file is rotated, the oldest is deleted, and the total stays within the limit', () => {
  const log = openRotatingFile(path.join(folder, 'a.log'), { bytes: 1000, files: 3 });
  for (let line = 0; line < 1000; line++) log.write(`${String(line).padStart(9)}\n`);
  log.close();
  expect(sizes()).toEqual({ 'a.log': 1000, 'a.log.1': 1000, 'a.log.2': 1000 });
  expect(fs.readFileSync(path.join(folder, 'a.log'), 'utf8')).toMatch(/ 999\n$/);
  expect(fs.readFileSync(path.join(folder, 'a.log.2'), 'utf8')).toMatch(/^ {6}700\n/);
});

test('continues the file of an earlier run', () => {
  fs.writeFileSync(path.join(folder, 'a.log'), 'x'.repeat(990));
  const log = openRotatingFile(path.join(folder, 'a.log'), { bytes: 1000, files: 2 });
  log.write('12345\n');
  log.write('67890\n');
  log.close();
  expect(sizes()).toEqual({ 'a.log': 6, 'a.log.1': 996 });
});

test('a line longer than the file is cut', () => {
  const log = openRotatingFile(path.join(folder, 'a.log'), { bytes: 100, files: 2 });
  log.write('y'.repeat(5000));
  log.close();
  expect(Math.max(...Object.values(sizes()))).toBe(100);
});

test('a vanished folder loses lines and nothing else', () => {
  const log = openRotatingFile(path.join(folder, 'a.log'), { bytes: 10, files: 2 });
  fs.rmSync(folder, { recursive: true });
  for (let line = 0; line < 5; line++) log.write('123456789\n');
  fs.mkdirSync(folder);
  log.write('123456789\n');
  expect(sizes()).toEqual({ 'a.log': 10 });
  log.close();
});
