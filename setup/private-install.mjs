// Installs a program from Debian packages in its own folder in the cache.
import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { download, storedPackages, unpack } from './private-apt.mjs';

/** The names of the packages stored by an earlier installation in `home`, or null. */
export const installedPackages = (home) => storedPackages(path.join(home, 'packages'));

/**
 * Creates `home/rootfs` through the staging folder `work`, from `names`, the packages in `home/packages`, or if that is null from the mirror.
 * `verify(rootfs)` throws if the result doesn't work.
 */
export async function installPrivately({ home, work, names, mirror, suite, packages, verify }) {
  const [folder, rootfs] = [path.join(home, 'packages'), path.join(home, 'rootfs')];
  if (!names) {
    names = await download({ mirror, suite, packages, work, into: path.join(work, 'packages') });
    rmSync(folder, { recursive: true, force: true });
    renameSync(path.join(work, 'packages'), folder);
  }
  const fresh = path.join(work, 'rootfs');
  await unpack(folder, names, fresh);
  await verify(fresh);
  if (existsSync(rootfs)) renameSync(rootfs, path.join(work, 'rootfs.old'));
  renameSync(fresh, rootfs);
}

const LOADERS = { x64: 'usr/lib64/ld-linux-x86-64.so.2', arm64: 'usr/lib/ld-linux-aarch64.so.1' };
const TRIPLETS = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };

/** Starts a program in such a folder with the folder's own loader and libraries. */
export function launcher(rootfs) {
  return {
    loader: path.join(rootfs, LOADERS[process.arch]),
    libraryPath: path.join(rootfs, 'usr/lib', TRIPLETS[process.arch]),
  };
}

export const canInstallPrivately = () => process.platform === 'linux' && process.arch in LOADERS;
