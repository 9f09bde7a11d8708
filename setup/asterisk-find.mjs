// Where an Asterisk comes from.
import { existsSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, describeRootfs } from './asterisk-describe.mjs';
import { findProgram, requireWorking } from './program-find.mjs';

// Debian's stable releases have no Asterisk, but its unstable suite does, on the same mirrors.
export const SUITE = 'sid';
export const PACKAGES = ['asterisk', 'asterisk-core-sounds-en-wav', 'asterisk-moh-opsound-wav'];

/** Finds or installs Asterisk, writes `description` and returns what it wrote. */
export const findAsterisk = (description) =>
  findProgram(description, {
    name: 'Asterisk',
    command: 'asterisk',
    variable: 'ASTERISK_BIN',
    size: '100 MB',
    suite: () => SUITE,
    packages: PACKAGES,
    describe,
    describeRootfs,
    verify,
  });

export function verify(rootfs) {
  // Asterisk looks for its prompts through this link, which a package script would create.
  const sounds = path.join(rootfs, 'usr/share/asterisk/sounds');
  if (!existsSync(path.join(sounds, 'en'))) symlinkSync('en_US_f_Allison', path.join(sounds, 'en'));
  return requireWorking('Asterisk', describeRootfs(rootfs));
}
