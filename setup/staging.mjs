// All or nothing: results are built under another name and then renamed.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { underLock } from './lock.mjs';

const PREFIX = 'work.';

/**
 * Runs `work` with a new folder inside `home` from which it renames its result, one at a time per `home`.
 * Leftovers of a killed run have a different name, and the next run deletes them.
 */
export function staged(home, work) {
  mkdirSync(home, { recursive: true });
  return underLock(home, async () => {
    for (const name of readdirSync(home)) if (name.startsWith(PREFIX)) sweep(path.join(home, name));
    const folder = mkdtempSync(path.join(home, PREFIX));
    try {
      return await work(folder);
    } finally {
      sweep(folder);
    }
  });
}

const sweep = (folder) => rmSync(folder, { recursive: true, force: true });
