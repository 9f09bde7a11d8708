import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeConfiguration } from './asterisk-config.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'strowger-etc-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Has a value for every name. */
const values = new Proxy({}, { get: () => '1' });

function modules(leftOut: string[]): string[] {
  const etc = path.join(folder, 'etc');
  writeConfiguration('pbx', { etc, values, account: undefined, leftOut });
  return readFileSync(path.join(etc, 'modules.conf'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('.so'));
}

test('a module that is left out is not loaded, but all others are', () => {
  const all = modules([]);
  expect(all).toContain('require = app_dial.so');
  expect(modules(['app_dial.so', 'dial.so'])).toEqual(all.filter((line) => !line.includes('app_dial.so')));
});

test('Asterisk has no limit of its own that could refuse an emergency call', () => {
  writeConfiguration('pbx', { etc: path.join(folder, 'etc'), values, account: undefined });
  const options = readFileSync(path.join(folder, 'etc/asterisk.conf'), 'utf8');
  expect(options).not.toMatch(/^\s*(maxcalls|maxload|minmemfree|maxfiles)\b/m);
});
