// The slow path of program.mjs. Where a program comes from, in order: its variable, an installed one, a private one from Debian's packages.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { which } from './paths.mjs';
import { findMirror } from './private-apt.mjs';
import { canInstallPrivately, installPrivately, installedPackages } from './private-install.mjs';
import { say, SetupError, task } from './say.mjs';
import { staged } from './staging.mjs';

/**
 * Finds or installs a program, writes `description` and returns what it wrote. `program` has its `name`, its `command`, the `variable` that may name
 * one, its `size`, the `packages` of a `suite(mirror)`, and how to check it: `describe(kind, binary)` and `describeRootfs(rootfs)` return `{ found }`
 * or `{ found: null, faults }`; `verify(rootfs)` throws.
 */
export async function findProgram(description, program) {
  const home = path.dirname(description);
  const found =
    (await given(program)) ??
    (await installed(program)) ??
    (await staged(home, (work) => privately(program, home, work)));
  mkdirSync(home, { recursive: true });
  const whole = `${description}.${process.pid}`;
  writeFileSync(whole, `${JSON.stringify(found, null, 2)}\n`);
  renameSync(whole, description);
  return found;
}

/** Throws if the program in a root folder can't be used. */
export async function requireWorking(name, described) {
  const { found, faults } = await described;
  if (!found) throw new SetupError(`the unpacked ${name} cannot be used: ${faults.join(', ')}`);
}

async function given({ variable, describe }) {
  const binary = process.env[variable];
  if (!binary) return null;
  const { found, faults } = await describe('given', path.resolve(binary));
  if (!found) throw new SetupError(`${variable} is ${binary}, which cannot be used: ${faults.join(', ')}`);
  return found;
}

async function installed({ command, describe }) {
  const binary = which(command, existsSync);
  if (!binary) return null;
  const { found, faults } = await describe('system', binary);
  if (!found) say(`The installed ${binary} cannot be used: ${faults.join(', ')}.`);
  return found;
}

async function privately({ name, size, packages, suite, describeRootfs, verify }, home, work) {
  const rootfs = path.join(home, 'rootfs');
  if (existsSync(rootfs)) {
    const { found } = await describeRootfs(rootfs);
    if (found) return found; // another checkout was faster, or the description was of one that is gone
  }
  const names = installedPackages(home);
  const mirror = findMirror();
  if (!canInstallPrivately()) throw new SetupError(`Debian has no packages for ${process.platform} on ${process.arch}`);
  if (!mirror && !names)
    throw new SetupError(`no ${name} is installed, and there are no Debian sources to get one from`);
  const from = names ? 'from the packages stored there' : `about ${size} from Debian's mirror, once for all checkouts`;
  await task(`Installing ${name} into ${home} (${from})`, () =>
    installPrivately({ home, work, names, mirror, suite: mirror && suite(mirror), packages, verify }),
  );
  return (await describeRootfs(rootfs)).found;
}
