// The slow path of test-tools.mjs.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { mainSuite } from './apt-sources.mjs';
import { aptInstall, canAptInstall } from './apt.mjs';
import { bundledBrowser } from './bundled-browser.mjs';
import { installedBrowser } from './installed-browser.mjs';
import { underLock } from './lock.mjs';
import { cacheDir, root, which } from './paths.mjs';
import { findMirror } from './private-apt.mjs';
import { canInstallPrivately, installPrivately, installedPackages, launcher } from './private-install.mjs';
import { attempt } from './run.mjs';
import { say, SetupError, task } from './say.mjs';
import { staged } from './staging.mjs';

const HINT = 'sudo apt-get install -y sip-tester chromium';

/** Adds what `found` lacks. Throws a one-line error if that fails. */
export function provide(found) {
  return underLock(path.join(root, 'setup'), async () => {
    const missing = [...(found.sipp ? [] : ['sip-tester']), ...(found.chromium || !findMirror() ? [] : ['chromium'])];
    if (missing.length > 0 && canAptInstall()) await aptInstall(missing).catch((error) => say(`  ${error.message}.`));
    return { ...found, ...(found.sipp ? {} : await sipp()), ...(found.chromium ? {} : await browser()) };
  });
}

async function sipp() {
  const installed = which('sipp', existsSync);
  if (installed) return { sipp: installed, sippLoader: null, sippLibraryPath: null };
  const home = path.join(cacheDir(), 'sipp');
  const [mirror, names] = [findMirror(), installedPackages(home)];
  if (!canInstallPrivately() || (!mirror && !names))
    throw new SetupError(
      `the tests need SIPp: ${which('apt-get', existsSync) ? HINT : 'install it'}, then run them again`,
    );
  const rootfs = path.join(home, 'rootfs');
  const binary = path.join(rootfs, 'usr/bin/sipp');
  await staged(home, async (work) => {
    if (existsSync(binary)) return;
    await task(`Installing SIPp, the test phone, into ${home} (about 10 MB, once for all checkouts)`, () =>
      installPrivately({
        home,
        work,
        names,
        mirror,
        suite: mirror && mainSuite(mirror),
        packages: ['sip-tester'],
        verify,
      }),
    );
  });
  const { loader, libraryPath } = launcher(rootfs);
  return { sipp: binary, sippLoader: loader, sippLibraryPath: libraryPath };
}

async function verify(rootfs) {
  const { loader, libraryPath } = launcher(rootfs);
  const { out, err } = await attempt(loader, ['--library-path', libraryPath, path.join(rootfs, 'usr/bin/sipp'), '-v']);
  if (!/SIPp v/.test(out + err)) throw new SetupError(`SIPp does not run: ${(err || out).trim()}`);
}

async function browser() {
  const installed = installedBrowser();
  if (installed) return { chromium: installed, chromiumEnv: {} };
  const bundled = await bundledBrowser();
  if (!bundled)
    throw new SetupError(
      `the tests need a browser: ${which('apt-get', existsSync) ? HINT : 'install Chromium'}, or set CHROMIUM to one`,
    );
  return bundled;
}
