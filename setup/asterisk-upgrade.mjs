// Installs the newest Asterisk beside the current one, for `npm run operator -- upgrade-asterisk`. The current one stays unchanged.
// node setup/asterisk-upgrade.mjs RESULT [FOLDER]: from the mirror, or from packages that were brought here in FOLDER.
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeRootfs } from './asterisk-describe.mjs';
import { PACKAGES, verify, SUITE } from './asterisk-find.mjs';
import { cacheDir } from './paths.mjs';
import { findMirror, storedPackages, download } from './private-apt.mjs';
import { canInstallPrivately, installPrivately } from './private-install.mjs';
import { SetupError, task } from './say.mjs';
import { staged } from './staging.mjs';

const [result, folder] = process.argv.slice(2);
const home = path.join(cacheDir(), 'asterisk');

/** The description of the new set, or null if it consists of the same packages as the current one. */
async function newest(work) {
  if (!canInstallPrivately()) throw new SetupError(`Debian has no packages for ${process.platform} on ${process.arch}`);
  const packages = path.join(work, 'packages');
  const names = folder ? copied(path.resolve(folder), packages) : await fetched(work, packages);
  const used = packagesOfUsed();
  if (!folder && used && sameFiles(used, packages)) return null;
  const set = path.join(home, 'sets', idOf(packages));
  if (!existsSync(path.join(set, 'rootfs'))) {
    const made = path.join(work, 'set');
    mkdirSync(made);
    renameSync(packages, path.join(made, 'packages'));
    await task('Unpacking it', () =>
      installPrivately({ home: made, work, names, mirror: null, suite: SUITE, packages: PACKAGES, verify }),
    );
    mkdirSync(path.dirname(set), { recursive: true });
    rmSync(set, { recursive: true, force: true });
    renameSync(made, set);
  }
  const { found: asterisk, faults } = await describeRootfs(path.join(set, 'rootfs'));
  if (!asterisk) throw new SetupError(`the new Asterisk cannot be used: ${faults.join(', ')}`);
  return asterisk;
}

function copied(from, into) {
  const names = storedPackages(from);
  if (!names) throw new SetupError(`${from} holds no whole set of packages with its SHA256SUMS`);
  mkdirSync(into);
  for (const name of [...names, 'SHA256SUMS']) linkOrCopy(path.join(from, name), path.join(into, name));
  return names;
}

async function fetched(work, into) {
  const mirror = findMirror();
  if (!mirror) throw new SetupError('there are no Debian sources on this machine to get a newer Asterisk from');
  // existing packages are not downloaded again
  const archives = path.join(work, 'archives');
  mkdirSync(archives, { recursive: true });
  const used = packagesOfUsed();
  if (used) for (const name of storedPackages(used) ?? []) linkOrCopy(path.join(used, name), path.join(archives, name));
  return task('Looking for a newer Asterisk at Debian’s mirror', () =>
    download({ mirror, suite: SUITE, packages: PACKAGES, work, into }),
  );
}

function linkOrCopy(from, to) {
  try {
    linkSync(from, to);
  } catch {
    writeFileSync(to, readFileSync(from)); // another file system
  }
}

/** The packages of the Asterisk in use, which are next to its root folder. */
function packagesOfUsed() {
  try {
    const { root } = JSON.parse(readFileSync(path.join(home, 'engine.json'), 'utf8'));
    const beside = path.join(path.dirname(root), 'packages');
    return existsSync(beside) ? beside : null;
  } catch {
    return null;
  }
}

const debs = (packages) =>
  readdirSync(packages)
    .filter((name) => name.endsWith('.deb'))
    .sort();
const sameFiles = (a, b) => debs(a).join() === debs(b).join();

/** The same packages always give the same id. */
function idOf(packages) {
  const asterisk = debs(packages).find((name) => name.startsWith('asterisk_')) ?? '';
  const version = /_(?:\d+%3a)?(\d+[\w.]*)/.exec(asterisk)?.[1] ?? 'unknown';
  const sums = readFileSync(path.join(packages, 'SHA256SUMS'));
  return `${version}-${createHash('sha256').update(sums).digest('hex').slice(0, 8)}`;
}

try {
  process.umask(0o022); // another user may have to run it
  writeFileSync(result, JSON.stringify(await staged(home, (work) => newest(work))));
} catch (error) {
  console.error(`${error.message}.`);
  process.exitCode = 1;
}
