// The web pages, built when what they are made of has changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const STAMP = 'dist/web/.stamp';
const CONFIG = 'web/vite.config.ts';
/** What the pages import from outside web/. */
const SHARED = /^src\/([^/]+\/(contract|rules)|platform\/(caller|errors|money|paging|phone|timezone))\.ts$/;

/** Fast when nothing is to do: the sources are some hundred small files. */
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
  const shared = filesIn('src').filter((file) => SHARED.test(file.split(path.sep).join('/')));
  for (const file of ['package-lock.json', ...filesIn('web'), ...shared].sort()) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
