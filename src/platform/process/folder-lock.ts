import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { processIdentity } from './processes.ts';

/**
 * A lock that `kill -9` of its holder releases: a folder with one empty file for each process that holds or wants it,
 * named after that very process. Everybody writes the own name first and looks for others after, so two can never both
 * believe that they are alone; a dead process's file counts for nothing and may be removed by anybody, because its name
 * never comes back. (With one lock file, whoever replaces a stale one can replace another's fresh one.)
 */
export async function lockFolder(lockDir: string, what: string): Promise<() => void> {
  fs.mkdirSync(lockDir, { recursive: true });
  const mine = path.join(lockDir, processIdentity(process.pid)!);
  let holder: number | undefined;
  // two that start in the same instant see each other and both step back; the second look finds out who stays
  for (let attempt = 0; attempt < 8; attempt++) {
    claim(mine, what);
    holder = otherHolder(lockDir, path.basename(mine));
    if (holder === undefined) return () => fs.rmSync(mine, { force: true });
    fs.rmSync(mine, { force: true });
    await delay(randomInt(10, 60));
  }
  throw new Error(`${what} is in use by process ${holder}. Stop that one first.`);
}

function claim(mine: string, what: string): void {
  try {
    fs.closeSync(fs.openSync(mine, 'wx', 0o644));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Error(`${what} is in use by this process (${process.pid}) already.`, { cause: error });
  }
}

function otherHolder(lockDir: string, mine: string): number | undefined {
  for (const name of fs.readdirSync(lockDir)) {
    const pid = Number.parseInt(name, 10);
    if (name === mine || Number.isNaN(pid)) continue;
    if (processIdentity(pid) === name) return pid;
    fs.rmSync(path.join(lockDir, name), { force: true });
  }
  return undefined;
}
