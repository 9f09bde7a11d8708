import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const Installation = z.object({
  version: z.string(),
  binary: z.string(),
  modulesDir: z.string(),
  /** dynamic loader and libraries of an unpacked Kamailio; null for one installed on the system */
  loader: z.string().nullable(),
  libraryPath: z.string().nullable(),
});

/** A Kamailio that set-up found or unpacked. */
export type EdgeInstallation = z.infer<typeof Installation>;

/** Reads what set-up recorded in the cache folder. Throws if there is none. */
export function edgeInstallation(cacheDir: string): EdgeInstallation {
  try {
    return Installation.parse(JSON.parse(readFileSync(path.join(cacheDir, 'kamailio', 'edge.json'), 'utf8')));
  } catch (cause) {
    throw new Error('Kamailio is missing, so calls cannot be made. Start with npm start: it prints what to install.', {
      cause,
    });
  }
}
