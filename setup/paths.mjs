// Where things are: the checkout, and the cache that all checkouts of one user share.
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The Node that runs the project, whatever version the machine has. */
export const projectNode = path.join(root, 'node_modules/.bin/node');

export const isRoot = process.getuid?.() === 0;

/** The cache outside the checkout. Root's cache is readable by every user, because root runs Asterisk under another account. */
export function cacheDir() {
  if (process.env.CACHE_DIR) return path.resolve(process.env.CACHE_DIR);
  return isRoot ? '/var/cache/strowger' : path.join(os.homedir(), '.cache', 'strowger');
}

/** The first folder on PATH (or among the usual places, which an ordinary user's PATH leaves out) that has this program. */
export function which(program, exists) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/local/sbin', '/usr/sbin', '/usr/bin'];
  return (
    folders
      .filter(Boolean)
      .map((folder) => path.join(folder, program))
      .find(exists) ?? null
  );
}
