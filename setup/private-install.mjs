// A program from Debian's packages in a folder of its own under the cache.
import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { download, keptPackages, unpack } from './private-apt.mjs';
import { SetupError } from './say.mjs';

/**
 * Makes `home/rootfs` by way of the staging folder `work`: from the packages kept in `home/packages`, or else from
 * the mirror. `prove(rootfs)` throws when what was unpacked does not work.
 */
export async function installPrivately({ home, work, mirror, suite, packages, prove }) {
  const [kept, rootfs] = [path.join(home, 'packages'), path.join(home, 'rootfs')];
  if (!keptPackages(kept)) {
    if (!mirror) throw new SetupError('this machine has no Debian mirror in its apt sources');
    await download({ mirror, suite, packages, work, into: path.join(work, 'packages') });
    rmSync(kept, { recursive: true, force: true });
    renameSync(path.join(work, 'packages'), kept);
  }
  const fresh = path.join(work, 'rootfs');
  await unpack(kept, keptPackages(kept), fresh);
  await prove(fresh);
  if (existsSync(rootfs)) renameSync(rootfs, path.join(work, 'rootfs.old'));
  renameSync(fresh, rootfs);
}

const LOADERS = { x64: 'usr/lib64/ld-linux-x86-64.so.2', arm64: 'usr/lib/ld-linux-aarch64.so.1' };
const TRIPLETS = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };

/** How a program inside such a folder is started: by the folder's own loader, with the folder's own libraries. */
export function launcher(rootfs) {
  return {
    loader: path.join(rootfs, LOADERS[process.arch]),
    libraryPath: path.join(rootfs, 'usr/lib', TRIPLETS[process.arch]),
  };
}

export const canInstallPrivately = () => process.platform === 'linux' && process.arch in LOADERS;
