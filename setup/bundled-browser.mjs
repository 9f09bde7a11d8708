// The Chromium inside an npm package, for machines without one.
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { underLock } from './lock.mjs';
import { cacheDir, root } from './place.mjs';
import { attempt, run } from './run.mjs';
import { task } from './say.mjs';

const PACKAGE = path.join(root, 'node_modules/@sparticuz/chromium');

/** Where it is after unpacking, or null when it does not run on this machine. */
export async function bundledBrowser() {
  const { version } = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8'));
  const home = path.join(cacheDir(), 'chromium');
  const folder = path.join(home, version);
  mkdirSync(home, { recursive: true });
  await underLock(home, async () => {
    if (existsSync(folder)) return;
    await task('Unpacking a browser for the tests (about 250 MB, once for all checkouts)', () =>
      unpackInto(home, folder),
    );
  });
  const tools = { chromium: path.join(folder, 'chromium'), chromiumLibraryPath: null };
  if (await runs(tools)) return tools;
  tools.chromiumLibraryPath = path.join(folder, 'lib'); // a slim system without what Chromium links to
  return (await runs(tools)) ? tools : null;
}

async function unpackInto(home, folder) {
  const work = mkdtempSync(path.join(home, 'work.'));
  await decompress('chromium.br', path.join(work, 'chromium'), 0o755);
  for (const name of ['al2023.tar', 'swiftshader.tar']) {
    await decompress(`${name}.br`, path.join(work, name), 0o644);
    await run(`${name} could not be unpacked`, 'tar', ['-xf', path.join(work, name), '-C', work, '--no-same-owner']);
    rmSync(path.join(work, name));
  }
  renameSync(work, folder);
}

const decompress = (name, to, mode) =>
  pipeline(
    createReadStream(path.join(PACKAGE, 'bin', name)),
    createBrotliDecompress(),
    createWriteStream(to, { mode }),
  );

async function runs({ chromium, chromiumLibraryPath }) {
  const env = { ...process.env, ...(chromiumLibraryPath ? { LD_LIBRARY_PATH: chromiumLibraryPath } : {}) };
  return (await attempt(chromium, ['--version'], { env })).code === 0;
}
