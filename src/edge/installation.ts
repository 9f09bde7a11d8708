import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const Installation = z.object({
  version: z.string(),
  binary: z.string(),
  modulesDir: z.string(),
  /** the folder's own dynamic loader and libraries; null for an installed one */
  loader: z.string().nullable(),
  libraryPath: z.string().nullable(),
});

/** A Kamailio as the set-up found or installed it. */
export type EdgeInstallation = z.infer<typeof Installation>;

/** What set-up wrote down in the cache folder. Throws where there is none. */
export function edgeInstallation(cacheDir: string): EdgeInstallation {
  try {
    return Installation.parse(JSON.parse(readFileSync(path.join(cacheDir, 'kamailio', 'edge.json'), 'utf8')));
  } catch (cause) {
    throw new Error('There is no Kamailio, so no calls can be made. Set-up says what to install.', { cause });
  }
}
