import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** An Asterisk as the set-up found or installed it (`engine.json` in the cache folder). */
const Installation = z.object({
  /** ours in a separate folder, or the machine's */
  kind: z.enum(['private', 'system', 'given']),
  version: z.string(),
  /** the folder that a private one lies in */
  root: z.string().nullable(),
  binary: z.string(),
  dataDir: z.string(),
  modulesDir: z.string(),
  /** the folder's own dynamic loader and libraries, where the packages of another release are used; null for an installed one */
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

/** The one to start; looked for at each start, so that what set-up or an upgrade brings later is found. */
export const installationInUse = (cacheDir: string): AsteriskInstallation | null => read(inUse(cacheDir));

/** The one used before the last upgrade, to go back to. */
export const previousInstallation = (cacheDir: string): AsteriskInstallation | null => read(previous(cacheDir));

export const readInstallation = read;

/** From the next start on `next` is used, and what was used can be gone back to. */
export function useInstallation(cacheDir: string, next: AsteriskInstallation): void {
  const before = installationInUse(cacheDir);
  if (before && before.binary !== next.binary) write(previous(cacheDir), before);
  write(inUse(cacheDir), next);
}

function write(file: string, installation: AsteriskInstallation): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(installation, null, 2)}\n`, { mode: 0o644 });
  renameSync(`${file}.new`, file);
}

/** Removes the sets that are neither used, nor gone back to, nor run from. */
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
