import fs from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { OwnMusic } from '../../hold-music/hold-music.ts';
import { narrowFile, wideFile } from '../../media/rules.ts';
import type { Storage } from '../../platform/db/storage.ts';
import { absentIsNull } from '../../platform/process/system-error.ts';
import { writeWhole } from '../../platform/process/whole-file.ts';
import { HOUR_MS } from '../../platform/time/durations.ts';

/** The configuration file in the folder, which Asterisk includes (asterisk/pbx/musiconhold.conf). */
export const CLASSES_FILE = 'classes.conf';

/** How long replaced music is kept for parties that are still on hold. */
const RETENTION_MS = HOUR_MS;

const folderOf = ({ tenantId, hash }: OwnMusic): string => `${tenantId}-${hash}`;

/** Writes one music class per tenant, named by its id. */
export const writeClasses = (folder: string, music: readonly OwnMusic[]): string =>
  music
    .map((each) => `[${each.tenantId}]\nmode = files\ndirectory = ${path.join(folder, folderOf(each))}\n`)
    .join('\n');

/** Copies a tenant's music to Asterisk's folder. False if its file is missing. */
export async function placeMusic(folder: string, storage: Storage, music: OwnMusic): Promise<boolean> {
  const { tenantId, hash } = music;
  const target = path.join(folder, folderOf(music));
  // the narrowband file comes last, so that its presence means that both are there
  for (const [name, ending] of [
    [wideFile(hash), 'wav16'],
    [narrowFile(hash), 'wav'],
  ] as const) {
    const copy = path.join(target, `music.${ending}`);
    if (await absentIsNull(fs.stat(copy))) continue;
    const file = await storage.open(tenantId, 'media', name);
    if (!file) return false;
    await fs.mkdir(target, { recursive: true, mode: 0o750 });
    await writeWhole(copy, await buffer(file.read()), 0o640);
  }
  return true;
}

/** Replaces the file of classes atomically. */
export const writeClassesFile = (folder: string, text: string): Promise<void> =>
  writeWhole(path.join(folder, CLASSES_FILE), text, 0o640);

/** Removes music that is no longer chosen, an hour after it was first seen unused. `unused`: when that was, by folder. */
export async function removeUnused(
  folder: string,
  music: readonly OwnMusic[],
  unused: Map<string, number>,
  now: number,
): Promise<void> {
  const used = new Set([CLASSES_FILE, ...music.map(folderOf)]);
  for (const name of used) unused.delete(name);
  for (const name of await fs.readdir(folder)) {
    if (used.has(name)) continue;
    const since = unused.get(name) ?? now;
    unused.set(name, since);
    if (now - since < RETENTION_MS) continue;
    await fs.rm(path.join(folder, name), { recursive: true, force: true });
    unused.delete(name);
  }
}
