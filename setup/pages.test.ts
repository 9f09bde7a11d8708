import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isShared } from './pages.mjs';

const root = path.resolve(import.meta.dirname, '..');

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(/from '(\.[^']+)'/g)]
    .map(([, target = '']) => path.join(path.dirname(file), target))
    .filter((target) => existsSync(path.join(root, target)));
}

/** Every server file that is bundled into the pages. */
function sharedWithPages(): Set<string> {
  const pages = readdirSync(path.join(root, 'web'), { recursive: true, encoding: 'utf8' });
  const waiting = pages.filter((name) => /\.tsx?$/.test(name)).flatMap((name) => importsOf(path.join('web', name)));
  const found = new Set<string>();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (!file.startsWith('src/') || found.has(file)) continue;
    found.add(file);
    waiting.push(...importsOf(file));
  }
  return found;
}

test('the pages are built again when a file changes that they import from the server', () => {
  const shared = [...sharedWithPages()];
  expect(shared.length).toBeGreaterThan(20);
  expect(shared.filter((file) => !isShared(file))).toEqual([]);
});
