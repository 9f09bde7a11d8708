// Describes everything that the product needs to start an Asterisk, and what is missing.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { launcher } from './private-install.mjs';
import { attempt } from './run.mjs';

export const MIN_VERSION = 20;
export const TESTED = 22;

/** An unpacked Asterisk in its own root folder, started by that folder's loader. */
export function describeRootfs(rootfs) {
  const { loader, libraryPath } = launcher(rootfs);
  const places = {
    modules: [path.join(libraryPath, 'asterisk/modules')],
    data: [path.join(rootfs, 'usr/share/asterisk')],
  };
  return inspect(
    { kind: 'private', root: rootfs, binary: path.join(rootfs, 'usr/sbin/asterisk'), loader, libraryPath },
    places,
  );
}

/** An Asterisk that is installed on the machine. */
export function describe(kind, binary) {
  const prefix = path.resolve(path.dirname(binary), '..');
  const places = {
    modules: libraryFolders(prefix).map((folder) => path.join(folder, 'asterisk/modules')),
    data: [
      path.join(prefix, 'share/asterisk'),
      path.join(prefix, '../var/lib/asterisk'),
      path.join(prefix, 'var/lib/asterisk'),
    ],
  };
  return inspect({ kind, root: null, binary, loader: null, libraryPath: null }, places);
}

/** Returns `{ found }` for engine.json, or `{ found: null, faults }`. */
async function inspect({ kind, root, binary, loader, libraryPath }, places) {
  if (!existsSync(binary)) return { found: null, faults: ['it does not exist'] };
  const version = await versionOf(loader ? [loader, '--library-path', libraryPath, binary] : [binary]);
  if (!version) return { found: null, faults: ['it does not print an Asterisk version'] };
  const modulesDir = firstWith('res_config_pgsql.so', places.modules);
  const dataDir = firstWith('documentation/core-en_US.xml', places.data);
  const faults = [];
  if (Number.parseInt(version, 10) < MIN_VERSION) faults.push(`it is version ${version}, older than ${MIN_VERSION}`);
  if (!modulesDir) faults.push('its module res_config_pgsql is missing');
  if (!dataDir) faults.push('its documentation folder, which it needs to start, is missing');
  else if (!hasSounds(path.join(dataDir, 'sounds'))) faults.push('its English sounds are missing');
  if (faults.length > 0) return { found: null, faults };
  return { found: { kind, version, root, binary, dataDir, modulesDir, loader, libraryPath }, faults };
}

/** `22.10.1` of `Asterisk 22.10.1~dfsg+…`, `20.7-cert1` of `Asterisk certified/20.7-cert1`. */
async function versionOf([program, ...args]) {
  const { out } = await attempt(program, [...args, '-V']);
  return /^Asterisk (?:certified[/-]|GIT-)?(\d+[\w.-]*)/.exec(out)?.[1] ?? null;
}

const firstWith = (file, folders) => folders.find((folder) => existsSync(path.join(folder, file))) ?? null;

/** `lib` of that prefix and the folders of architectures in it (`lib/x86_64-linux-gnu`). */
export function libraryFolders(prefix) {
  const lib = path.join(prefix, 'lib');
  const inside = existsSync(lib) ? readdirSync(lib).filter((name) => name.includes('-linux-')) : [];
  return [...inside.map((name) => path.join(lib, name)), lib, path.join(prefix, 'lib64')];
}

/** Whether there are English prompts in the distribution's format. */
function hasSounds(folder) {
  const voice = path.join(folder, 'en');
  return existsSync(voice) && readdirSync(voice).some((name) => name.startsWith('vm-goodbye.'));
}
