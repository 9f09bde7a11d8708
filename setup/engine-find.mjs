// Where an Asterisk comes from, in order: ASTERISK_BIN, an installed one, a private one from Debian's packages.
import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { which } from './place.mjs';
import { underLock } from './lock.mjs';
import { findMirror } from './private-apt.mjs';
import { canInstallPrivately, installPrivately, launcher } from './private-install.mjs';
import { attempt } from './run.mjs';
import { say, SetupError, task } from './say.mjs';

export const OLDEST = 20;
export const TESTED = 22;

// Debian's stable releases carry no Asterisk; its unstable suite does, on the same mirrors.
const SUITE = 'sid';
const PACKAGES = ['asterisk', 'asterisk-core-sounds-en-wav', 'asterisk-moh-opsound-wav'];

/** Finds or installs the engine, writes `description` and returns what it wrote. */
export async function findEngine(description, read) {
  const home = path.dirname(description);
  const engine = (await given()) ?? (await installed());
  if (engine) return write(description, engine);
  if (!canInstallPrivately()) throw new SetupError(`Debian has no packages for ${process.platform} on ${process.arch}`);
  mkdirSync(home, { recursive: true });
  return underLock(home, async () => {
    const others = read();
    if (others?.kind === 'private' && existsSync(others.binary)) return others;
    return write(description, await privately(home));
  });
}

async function given() {
  const binary = process.env.ASTERISK_BIN;
  if (!binary) return null;
  const faults = [];
  const engine = await describe('given', path.resolve(binary), faults);
  if (!engine) throw new SetupError(`ASTERISK_BIN is ${binary}, which will not do: ${faults.join(', ')}`);
  return engine;
}

async function installed() {
  const binary = which('asterisk', existsSync);
  if (!binary) return null;
  const faults = [];
  const engine = await describe('system', binary, faults);
  if (!engine) say(`The installed ${binary} will not do: ${faults.join(', ')}.`);
  return engine;
}

async function privately(home) {
  const mirror = findMirror();
  const from = existsSync(path.join(home, 'packages'))
    ? 'from the packages kept here'
    : "about 100 MB from Debian's mirror, once for all checkouts";
  let engine;
  await task(`Installing the voice engine, Asterisk, into ${home} (${from})`, async () => {
    await installPrivately({ home, mirror, suite: SUITE, packages: PACKAGES, prove });
    engine = await describeRootfs(path.join(home, 'rootfs'), []);
  });
  return engine;
}

async function prove(rootfs) {
  // A package script would make this link, and Asterisk looks for its prompts there.
  const sounds = path.join(rootfs, 'usr/share/asterisk/sounds');
  if (!existsSync(path.join(sounds, 'en'))) symlinkSync('en_US_f_Allison', path.join(sounds, 'en'));
  const faults = [];
  if (!(await describeRootfs(rootfs, faults)))
    throw new SetupError(`the unpacked Asterisk will not do: ${faults.join(', ')}`);
}

const describeRootfs = (rootfs, faults) => describe('private', path.join(rootfs, 'usr/sbin/asterisk'), faults, rootfs);

/** What the program has to know to start this Asterisk; null when it lacks something, which goes to `faults`. */
async function describe(kind, binary, faults, rootfs = null) {
  const { loader, libraryPath } = rootfs ? launcher(rootfs) : { loader: null, libraryPath: null };
  const command = loader ? [loader, '--library-path', libraryPath, binary] : [binary];
  const { out, err } = await attempt(command[0], [...command.slice(1), '-V']);
  const version = /Asterisk (\S*?\d+\.\d+\.\d+)/.exec(out)?.[1];
  if (!version) faults.push(`it does not tell its version (${(err || out).trim().split('\n')[0]})`);
  else if (Number.parseInt(version, 10) < OLDEST) faults.push(`it is version ${version}, older than ${OLDEST}`);
  const prefix = rootfs ? path.join(rootfs, 'usr') : path.resolve(path.dirname(binary), '..');
  const modulesDir = firstWith(
    'res_config_pgsql.so',
    [...(libraryPath ? [libraryPath] : libraryFolders(prefix))].map((each) => path.join(each, 'asterisk/modules')),
  );
  if (!modulesDir) faults.push('its module res_config_pgsql is missing');
  const dataDirs = rootfs
    ? [path.join(prefix, 'share/asterisk')]
    : [
        path.join(prefix, 'share/asterisk'),
        path.resolve(prefix, '../var/lib/asterisk'),
        '/usr/share/asterisk',
        '/var/lib/asterisk',
      ];
  const dataDir = firstWith('documentation/core-en_US.xml', dataDirs);
  if (!dataDir) faults.push('its documentation folder, which it needs to start, is missing');
  else if (!hasSounds(path.join(dataDir, 'sounds'))) faults.push('its English sounds are missing');
  return faults.length === 0 ? { kind, version, root: rootfs, binary, dataDir, modulesDir, loader, libraryPath } : null;
}

const firstWith = (file, folders) => folders.find((folder) => existsSync(path.join(folder, file))) ?? null;

/** `lib` of that prefix and the folders of architectures in it (`lib/x86_64-linux-gnu`). */
function libraryFolders(prefix) {
  const lib = path.join(prefix, 'lib');
  const inside = existsSync(lib) ? readdirSync(lib).filter((name) => name.includes('-linux-')) : [];
  return [...inside.map((name) => path.join(lib, name)), lib, path.join(prefix, 'lib64')];
}

/** The English prompts, in whatever folder and format a distribution keeps them. */
const hasSounds = (folder) =>
  ['en', 'en_US_f_Allison'].some((each) => {
    const voice = path.join(folder, each);
    return existsSync(voice) && readdirSync(voice).some((name) => name.startsWith('vm-goodbye.'));
  });

function write(description, engine) {
  mkdirSync(path.dirname(description), { recursive: true });
  const whole = `${description}.${process.pid}`;
  writeFileSync(whole, `${JSON.stringify(engine, null, 2)}\n`);
  renameSync(whole, description);
  return engine;
}
