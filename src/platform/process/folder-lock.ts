import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ownIdentity, processIdentity } from './processes.ts';
import { systemErrorCode } from './system-error.ts';

/**
 * A lock that `kill -9` of its holder releases. It is a folder with one empty file per process that holds or wants the lock, named after the
 * process's identity. Each process writes its own file first and then looks for others, so two can never both believe that they are alone.
 * A dead process's file does not count, and anybody may remove it, because its name never comes back. (With a single lock file, two processes
 * that replace a stale file can replace each other's new one.)
 */
export async function lockFolder(lockDir: string, what: string): Promise<() => void> {
  fs.mkdirSync(lockDir, { recursive: true });
  const mine = path.join(lockDir, ownIdentity());
  let holder: number | undefined;
  // two processes that start at the same instant see each other and both back off; a second look decides
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
    if (systemErrorCode(error) !== 'EEXIST') throw error;
    throw new Error(`${what} is already in use by this process (${process.pid}).`, { cause: error });
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
