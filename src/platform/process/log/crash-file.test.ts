import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { coreHint, writeCrashFile } from './crash-file.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strowger-crash-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test('the newest twenty files remain, each cut to its end', () => {
  const lines = Array.from({ length: 10_000 }, (_, at) => `line ${at} of what it wrote`);
  const names = Array.from({ length: 30 }, (_, second) =>
    writeCrashFile(folder, 'asterisk', new Date(Date.UTC(2026, 0, 1, 0, 0, second)), lines),
  );
  expect(fs.readdirSync(folder).sort()).toEqual(names.slice(10));
  const text = fs.readFileSync(path.join(folder, String(names[29])), 'utf8');
  expect(text).toHaveLength(100_000);
  expect(text).toMatch(/line 9999 of what it wrote\n$/);
});

test('a full disk loses only the file', () => {
  expect(writeCrashFile(path.join(folder, 'file\0'), 'asterisk', new Date(), ['x'])).toBeNull();
});

test('only a crash produces a core dump', () => {
  expect(coreHint('exit 1')).toBeNull();
  expect(coreHint('killed by SIGKILL')).toBeNull();
});
