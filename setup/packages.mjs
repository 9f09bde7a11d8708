// Installs node_modules according to package-lock.json, and the project's own Node at node_modules/.bin/node.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectNode, root } from './paths.mjs';

const npmsRecord = 'node_modules/.package-lock.json';

/** Compares npm's own record of what it installed with the lock file. */
export async function ensurePackages() {
  if (complete()) return;
  const { underLock } = await import('./lock.mjs');
  const { install, provideNode } = await import('./packages-install.mjs');
  await underLock(path.join(root, 'setup'), async () => {
    if (complete()) return;
    if (!packagesComplete()) await install(npmsRecord);
    await provideNode();
  });
}

const complete = () => existsSync(projectNode) && packagesComplete();

function packagesComplete() {
  if (!existsSync(npmsRecord)) return false;
  return differences(read('package-lock.json'), read(npmsRecord), process).length === 0;
}

const read = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;

/** The packages that are missing, superfluous or of another version. Both arguments have the form of a lock file's `packages`. */
export function differences(wanted, installed, machine) {
  const missing = Object.keys(wanted).filter((at) => at && differs(wanted[at], installed[at], machine));
  return [...missing, ...Object.keys(installed).filter((at) => !wanted[at])];
}

function differs(wanted, installed, machine) {
  if (!installed) return !wanted.optional || isFor(wanted, machine);
  return !wanted.link && (wanted.version !== installed.version || wanted.integrity !== installed.integrity);
}

/** Whether npm certainly installs an optional package on this machine. Only npm knows the machine's libc. */
function isFor({ os, cpu, libc }, { platform, arch }) {
  return Boolean(os && cpu && !libc && [os].flat().includes(platform) && [cpu].flat().includes(arch));
}
