import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const FoundProgram = z.object({
  version: z.string(),
  binary: z.string(),
  /** dynamic loader and libraries of an unpacked program; null for one installed on the system */
  loader: z.string().nullable(),
  libraryPath: z.string().nullable(),
  /** its data folder, if it doesn't find that by itself */
  dataDir: z.string().nullable(),
});

/** A program that set-up found or unpacked. */
export type FoundProgram = z.infer<typeof FoundProgram>;

/** Reads set-up's record in the cache folder; null if there is none, or the program was removed since. */
export function foundProgram(cacheDir: string, name: string): FoundProgram | null {
  const file = path.join(cacheDir, name, 'program.json');
  if (!existsSync(file)) return null;
  const program = FoundProgram.parse(JSON.parse(readFileSync(file, 'utf8')));
  return existsSync(program.binary) ? program : null;
}
