// Builds the web pages if their sources have changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const STAMP = 'dist/web/.stamp';
const CONFIG = 'web/vite.config.ts';
/**
 * What the pages can import from outside web/: contracts, endpoints, rules, the validation of flows, and the parts of the platform that these import.
 */
const SHARED =
  /^src\/(([^/]+\/)+([^/]+-)?(contract|endpoints|rules)|flows\/(content|interpreter|validation|test-run)\/[^/]+|calls\/digits\/[^/]+|platform\/(http|numbers|time|values)\/[^/]+)\.ts$/;

export const isShared = (file) => SHARED.test(file) && !file.endsWith('.test.ts');

/** Compares a hash of the sources, a few hundred small files, with that of the last build. */
export async function ensurePages() {
  if (!existsSync(CONFIG)) return;
  const wanted = sourcesHash();
  if (upToDate(wanted)) return;
  const { build } = await import('./pages-build.mjs');
  await build({ config: CONFIG, stamp: STAMP, wanted, upToDate: () => upToDate(wanted) });
}

const upToDate = (wanted) => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted;

function sourcesHash() {
  const hash = createHash('sha256');
  const shared = filesIn('src').filter((file) => isShared(file.split(path.sep).join('/')));
  for (const file of ['package-lock.json', ...filesIn('web'), ...shared].sort()) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
