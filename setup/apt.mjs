// Debian packages onto the machine itself, which only root may do.
import { existsSync } from 'node:fs';
import { isRoot, which } from './paths.mjs';
import { attempt, run } from './run.mjs';
import { task } from './say.mjs';

export const canAptInstall = () => isRoot && Boolean(which('apt-get', existsSync));

/** Installs the named packages, updating the package lists only if it fails without. */
export async function aptInstall(names) {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' } };
  const install = ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '-qq', '--no-install-recommends', ...names];
  await task(`Installing ${names.join(' and ')} for the tests with apt`, async () => {
    if ((await attempt('apt-get', install, options)).code === 0) return;
    await run('the package lists could not be read', 'apt-get', ['update', '-qq'], options);
    await run(`apt could not install ${names.join(' and ')}`, 'apt-get', install, options);
  });
}
