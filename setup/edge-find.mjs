// Where a Kamailio comes from.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { mainSuite } from './apt-sources.mjs';
import { libraryFolders } from './asterisk-describe.mjs';
import { launcher } from './private-install.mjs';
import { findProgram, requireWorking } from './program-find.mjs';
import { attempt } from './run.mjs';

export const MIN_VERSION = 5.6;
const MODULES = ['tm', 'htable', 'tls', 'xhttp'];

/** Finds or installs Kamailio, writes `description` and returns what it wrote. */
export const findEdge = (description) =>
  findProgram(description, {
    name: 'Kamailio',
    command: 'kamailio',
    variable: 'KAMAILIO_BIN',
    size: '45 MB',
    suite: mainSuite,
    packages: ['kamailio', 'kamailio-tls-modules'],
    describe,
    describeRootfs,
    verify: (rootfs) => requireWorking('Kamailio', describeRootfs(rootfs)),
  });

/** An unpacked Kamailio in its own root folder, started by that folder's loader. */
function describeRootfs(rootfs) {
  const { loader, libraryPath } = launcher(rootfs);
  // its own libraries are in a separate folder
  const libraries = `${libraryPath}:${path.join(libraryPath, 'kamailio')}`;
  return inspect({ kind: 'private', binary: path.join(rootfs, 'usr/sbin/kamailio'), loader, libraryPath: libraries }, [
    path.join(libraryPath, 'kamailio/modules'),
  ]);
}

/** A Kamailio that is installed on the machine. */
function describe(kind, binary) {
  const prefix = path.resolve(path.dirname(binary), '..');
  const folders = libraryFolders(prefix).flatMap((folder) => [
    path.join(folder, 'kamailio/modules'),
    path.join(folder, '../lib64/kamailio/modules'),
  ]);
  return inspect({ kind, binary, loader: null, libraryPath: null }, folders);
}

/** Returns `{ found }` for edge.json, or `{ found: null, faults }`. */
async function inspect({ kind, binary, loader, libraryPath }, folders) {
  if (!existsSync(binary)) return { found: null, faults: ['it does not exist'] };
  const [program, ...args] = loader ? [loader, '--library-path', libraryPath, binary] : [binary];
  const { out } = await attempt(program, [...args, '-v']);
  const version = /^version: kamailio (\d+\.\d+[\w.-]*)/.exec(out)?.[1];
  if (!version) return { found: null, faults: ['it does not print a Kamailio version'] };
  const modulesDir = folders.find((folder) => existsSync(path.join(folder, 'tm.so')));
  const missing = MODULES.filter((name) => !modulesDir || !existsSync(path.join(modulesDir, `${name}.so`)));
  const faults = [];
  if (Number.parseFloat(version) < MIN_VERSION) faults.push(`it is version ${version}, older than ${MIN_VERSION}`);
  if (missing.length > 0) faults.push(`its modules ${missing.join(', ')} are missing`);
  if (faults.length > 0) return { found: null, faults };
  return { found: { kind, version, binary, modulesDir, loader, libraryPath }, faults };
}
