// Where an Asterisk comes from, in order: ASTERISK_BIN, an installed one, a private one from Debian's packages.
import { existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, describeRootfs } from './engine-describe.mjs';
import { which } from './place.mjs';
import { findMirror } from './private-apt.mjs';
import { canInstallPrivately, installPrivately, kept } from './private-install.mjs';
import { say, SetupError, task } from './say.mjs';
import { staged } from './staging.mjs';

// Debian's stable releases carry no Asterisk; its unstable suite does, on the same mirrors.
export const SUITE = 'sid';
export const PACKAGES = ['asterisk', 'asterisk-core-sounds-en-wav', 'asterisk-moh-opsound-wav'];

/** Finds or installs the engine, writes `description` and returns what it wrote. */
export async function findEngine(description) {
  const home = path.dirname(description);
  const engine = (await given()) ?? (await installed()) ?? (await staged(home, (work) => privately(home, work)));
  mkdirSync(home, { recursive: true });
  const whole = `${description}.${process.pid}`;
  writeFileSync(whole, `${JSON.stringify(engine, null, 2)}\n`);
  renameSync(whole, description);
  return engine;
}

async function given() {
  const binary = process.env.ASTERISK_BIN;
  if (!binary) return null;
  const { engine, faults } = await describe('given', path.resolve(binary));
  if (!engine) throw new SetupError(`ASTERISK_BIN is ${binary}, which will not do: ${faults.join(', ')}`);
  return engine;
}

async function installed() {
  const binary = which('asterisk', existsSync);
  if (!binary) return null;
  const { engine, faults } = await describe('system', binary);
  if (!engine) say(`The installed ${binary} will not do: ${faults.join(', ')}.`);
  return engine;
}

async function privately(home, work) {
  const rootfs = path.join(home, 'rootfs');
  if (existsSync(rootfs)) {
    const { engine } = await describeRootfs(rootfs);
    if (engine) return engine; // another checkout was faster, or engine.json described one that is gone
  }
  const names = kept(home);
  const mirror = findMirror();
  if (!canInstallPrivately()) throw new SetupError(`Debian has no packages for ${process.platform} on ${process.arch}`);
  if (!mirror && !names)
    throw new SetupError('no Asterisk is installed, and there are no Debian sources to get one from');
  const from = names ? 'from the packages kept there' : "about 100 MB from Debian's mirror, once for all checkouts";
  await task(`Installing the voice engine, Asterisk, into ${home} (${from})`, () =>
    installPrivately({ home, work, names, mirror, suite: SUITE, packages: PACKAGES, prove }),
  );
  return (await describeRootfs(rootfs)).engine;
}

export async function prove(rootfs) {
  // A package script would make this link, and Asterisk looks for its prompts there.
  const sounds = path.join(rootfs, 'usr/share/asterisk/sounds');
  if (!existsSync(path.join(sounds, 'en'))) symlinkSync('en_US_f_Allison', path.join(sounds, 'en'));
  const { engine, faults } = await describeRootfs(rootfs);
  if (!engine) throw new SetupError(`the unpacked Asterisk will not do: ${faults.join(', ')}`);
}
