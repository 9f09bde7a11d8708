// All or nothing: results are built beside their place and renamed into it.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { underLock } from './lock.mjs';

const PREFIX = 'work.';

/**
 * Runs `work` with a new folder inside `home` from which it renames its result, one at a time per `home`.
 * The leftovers of a kill have another name than a good result, and the next run deletes them.
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
