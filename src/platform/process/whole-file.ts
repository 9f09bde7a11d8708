import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';

const OWN_FOLDER = { recursive: true, mode: 0o700 } as const;

/** Replaces a file at once, so that a reader finds either the old content or the new one. Creates its folder for our account only. */
export async function writeWhole(file: string, content: string | Uint8Array, mode: number): Promise<void> {
  await fs.mkdir(path.dirname(file), OWN_FOLDER);
  await fs.writeFile(`${file}.new`, content, { mode });
  await fs.rename(`${file}.new`, file);
}

/** The same, before anything else runs. */
export function writeWholeSync(file: string, content: string, mode: number): void {
  mkdirSync(path.dirname(file), OWN_FOLDER);
  writeFileSync(`${file}.new`, content, { mode });
  renameSync(`${file}.new`, file);
}
