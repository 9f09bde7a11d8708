import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type AsteriskInstallation,
  installationInUse,
  previousInstallation,
  removeOldSets,
  useInstallation,
} from './installation.ts';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(path.join(os.tmpdir(), 'strowger-sets-'));
  mkdirSync(path.join(cache, 'asterisk/sets'), { recursive: true });
});
afterEach(() => rmSync(cache, { recursive: true }));

function set(version: string): AsteriskInstallation {
  const root = path.join(cache, 'asterisk/sets', version, 'rootfs');
  const binary = path.join(root, 'asterisk');
  mkdirSync(root, { recursive: true });
  writeFileSync(binary, '');
  return { kind: 'private', version, root, binary, dataDir: root, modulesDir: root, loader: null, libraryPath: null };
}

const sets = (): string[] => readdirSync(path.join(cache, 'asterisk/sets')).sort();

test('an upgrade can be rolled back, and the rollback undone', () => {
  const [a, b] = [set('22.10.1'), set('22.11.0')];
  useInstallation(cache, a);
  expect([installationInUse(cache), previousInstallation(cache)]).toEqual([a, null]);
  useInstallation(cache, b);
  expect([installationInUse(cache), previousInstallation(cache)]).toEqual([b, a]);
  useInstallation(cache, a);
  expect([installationInUse(cache), previousInstallation(cache)]).toEqual([a, b]);
});

test('using the same set again keeps the rollback target', () => {
  const [a, b] = [set('22.10.1'), set('22.11.0')];
  for (const each of [a, b, b]) useInstallation(cache, each);
  expect(previousInstallation(cache)).toEqual(a);
});

test('a deleted set is not used', () => {
  const a = set('22.10.1');
  useInstallation(cache, a);
  rmSync(a.binary);
  expect(installationInUse(cache)).toBeNull();
});

test('old sets are removed, except the one in use, the previous one and any that still runs', () => {
  const [, running, before, used] = [set('22.7.0'), set('22.8.0'), set('22.9.0'), set('22.10.1')];
  for (const each of [before, used]) useInstallation(cache, each);
  expect(removeOldSets(cache, (folder) => running.root?.startsWith(folder) ?? false)).toEqual(['22.7.0']);
  expect(sets()).toEqual(['22.10.1', '22.8.0', '22.9.0']);
});
