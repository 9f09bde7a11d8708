import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeWholeSync } from '../../platform/process/whole-file.ts';

/** An Asterisk that set-up found or installed (`engine.json` in the cache folder). */
const Installation = z.object({
  /** `private`: in a folder of our own. `system`: the machine's. `given`: set by ASTERISK_BIN */
  kind: z.enum(['private', 'system', 'given']),
  version: z.string(),
  /** the folder of a private one */
  root: z.string().nullable(),
  binary: z.string(),
  dataDir: z.string(),
  modulesDir: z.string(),
  /**
   * dynamic loader and libraries of a private one that comes from another release's packages; null for an installed one
   */
  loader: z.string().nullable(),
  libraryPath: z.string().nullable(),
});
export type AsteriskInstallation = z.infer<typeof Installation>;

const home = (cacheDir: string): string => path.join(cacheDir, 'asterisk');
const inUse = (cacheDir: string): string => path.join(home(cacheDir), 'engine.json');
const previous = (cacheDir: string): string => path.join(home(cacheDir), 'previous.json');

function read(file: string): AsteriskInstallation | null {
  try {
    const found = Installation.parse(JSON.parse(readFileSync(file, 'utf8')));
    return existsSync(found.binary) ? found : null;
  } catch {
    return null;
  }
}

/** The installation to start. Read it at each start, so that set-up or an upgrade takes effect. */
export const installationInUse = (cacheDir: string): AsteriskInstallation | null => read(inUse(cacheDir));

/** The installation before the last upgrade, to roll back to. */
export const previousInstallation = (cacheDir: string): AsteriskInstallation | null => read(previous(cacheDir));

export const readInstallation = read;

/** Uses `next` from the next start on. The current one remains for a rollback. */
export function useInstallation(cacheDir: string, next: AsteriskInstallation): void {
  const before = installationInUse(cacheDir);
  if (before && before.binary !== next.binary) write(previous(cacheDir), before);
  write(inUse(cacheDir), next);
}

const write = (file: string, installation: AsteriskInstallation): void =>
  writeWholeSync(file, `${JSON.stringify(installation, null, 2)}\n`, 0o644);

/** Removes sets that are not in use, not needed for a rollback and not running. */
export function removeOldSets(cacheDir: string, isRunning: (folder: string) => boolean): string[] {
  const sets = path.join(home(cacheDir), 'sets');
  if (!existsSync(sets)) return [];
  const kept = [installationInUse(cacheDir), previousInstallation(cacheDir)].map((each) => each?.root ?? '');
  const old = readdirSync(sets).filter((name) => {
    const folder = path.join(sets, name);
    return !kept.some((root) => root.startsWith(`${folder}/`)) && !isRunning(folder);
  });
  for (const name of old) rmSync(path.join(sets, name), { recursive: true, force: true });
  return old;
}
