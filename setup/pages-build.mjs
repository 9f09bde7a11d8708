// The slow path of pages.mjs.
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { underLock } from './lock.mjs';
import { projectNode } from './packages.mjs';
import { root } from './place.mjs';
import { run } from './run.mjs';
import { task } from './say.mjs';

export function build({ config, stamp, wanted, upToDate }) {
  return underLock(path.join(root, 'setup'), async () => {
    if (upToDate()) return;
    rmSync(stamp, { force: true });
    const vite = [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', config, '--logLevel', 'error'];
    await task('Building the web pages', () =>
      run('the web pages could not be built', projectNode, vite, { env: { ...process.env, NODE_ENV: 'production' } }),
    );
    writeFileSync(stamp, wanted);
  });
}
