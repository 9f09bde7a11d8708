// Where a Kamailio comes from, in order: KAMAILIO_BIN, an installed one, a private one from Debian's packages.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mainSuite } from './apt-sources.mjs';
import { libraryFolders } from './engine-describe.mjs';
import { which } from './place.mjs';
import { findMirror } from './private-apt.mjs';
import { canInstallPrivately, installPrivately, kept, launcher } from './private-install.mjs';
import { attempt } from './run.mjs';
import { say, SetupError, task } from './say.mjs';
import { staged } from './staging.mjs';

export const OLDEST = 5.6;
const PACKAGES = ['kamailio', 'kamailio-tls-modules'];
const MODULES = ['tm', 'htable', 'tls', 'xhttp'];

/** Finds or installs the edge, writes `description` and returns what it wrote. */
export async function findEdge(description) {
  const home = path.dirname(description);
  const edge = (await given()) ?? (await installed()) ?? (await staged(home, (work) => privately(home, work)));
  mkdirSync(home, { recursive: true });
  const whole = `${description}.${process.pid}`;
  writeFileSync(whole, `${JSON.stringify(edge, null, 2)}\n`);
  renameSync(whole, description);
  return edge;
}

async function given() {
  const binary = process.env.KAMAILIO_BIN;
  if (!binary) return null;
  const { edge, faults } = await describe('given', path.resolve(binary));
  if (!edge) throw new SetupError(`KAMAILIO_BIN is ${binary}, which will not do: ${faults.join(', ')}`);
  return edge;
}

async function installed() {
  const binary = which('kamailio', existsSync);
  if (!binary) return null;
  const { edge, faults } = await describe('system', binary);
  if (!edge) say(`The installed ${binary} will not do: ${faults.join(', ')}.`);
  return edge;
}

async function privately(home, work) {
  const rootfs = path.join(home, 'rootfs');
  if (existsSync(rootfs)) {
    const { edge } = await describeRootfs(rootfs);
    if (edge) return edge; // another checkout was faster, or edge.json described one that is gone
  }
  const names = kept(home);
  const mirror = findMirror();
  if (!canInstallPrivately()) throw new SetupError(`Debian has no packages for ${process.platform} on ${process.arch}`);
  if (!mirror && !names)
    throw new SetupError('no Kamailio is installed, and there are no Debian sources to get one from');
  const from = names ? 'from the packages kept there' : "about 45 MB from Debian's mirror, once for all checkouts";
  await task(`Installing the SIP edge, Kamailio, into ${home} (${from})`, () =>
    installPrivately({ home, work, names, mirror, suite: mirror && mainSuite(mirror), packages: PACKAGES, prove }),
  );
  return (await describeRootfs(rootfs)).edge;
}

async function prove(rootfs) {
  const { edge, faults } = await describeRootfs(rootfs);
  if (!edge) throw new SetupError(`the unpacked Kamailio will not do: ${faults.join(', ')}`);
}

/** One in a root folder of its own, started by that folder's loader. */
function describeRootfs(rootfs) {
  const { loader, libraryPath } = launcher(rootfs);
  // its own libraries stand in a folder beside those of the system
  const libraries = `${libraryPath}:${path.join(libraryPath, 'kamailio')}`;
  return inspect({ kind: 'private', binary: path.join(rootfs, 'usr/sbin/kamailio'), loader, libraryPath: libraries }, [
    path.join(libraryPath, 'kamailio/modules'),
  ]);
}

/** One of the machine's own. */
function describe(kind, binary) {
  const prefix = path.resolve(path.dirname(binary), '..');
  const folders = libraryFolders(prefix).flatMap((folder) => [
    path.join(folder, 'kamailio/modules'),
    path.join(folder, '../lib64/kamailio/modules'),
  ]);
  return inspect({ kind, binary, loader: null, libraryPath: null }, folders);
}

/** `{ edge }` as edge.json holds it, or `{ edge: null, faults }`. */
async function inspect({ kind, binary, loader, libraryPath }, folders) {
  if (!existsSync(binary)) return { edge: null, faults: ['it does not exist'] };
  const [program, ...args] = loader ? [loader, '--library-path', libraryPath, binary] : [binary];
  const { out } = await attempt(program, [...args, '-v']);
  const version = /^version: kamailio (\d+\.\d+[\w.-]*)/.exec(out)?.[1];
  if (!version) return { edge: null, faults: ['it does not tell a Kamailio version'] };
  const modulesDir = folders.find((folder) => existsSync(path.join(folder, 'tm.so')));
  const missing = MODULES.filter((name) => !modulesDir || !existsSync(path.join(modulesDir, `${name}.so`)));
  const faults = [];
  if (Number.parseFloat(version) < OLDEST) faults.push(`it is version ${version}, older than ${OLDEST}`);
  if (missing.length > 0) faults.push(`its modules ${missing.join(', ')} are missing`);
  if (faults.length > 0) return { edge: null, faults };
  return { edge: { kind, version, binary, modulesDir, loader, libraryPath }, faults };
}
