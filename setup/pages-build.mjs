// The slow path of pages.mjs.
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { underLock } from './lock.mjs';
import { projectNode, root } from './paths.mjs';
import { attempt } from './run.mjs';
import { SetupError, task } from './say.mjs';

export function build({ config, stamp, wanted, upToDate }) {
  return underLock(path.join(root, 'setup'), async () => {
    if (upToDate()) return;
    rmSync(stamp, { force: true });
    const vite = [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', config, '--logLevel', 'error'];
    const env = { ...process.env, NODE_ENV: 'production' };
    await task('Building the web pages', async () => {
      const { code, out, err } = await attempt(projectNode, vite, { env });
      if (code !== 0)
        throw new SetupError(`the web pages could not be built:\n${stripVTControlCharacters(err + out).trim()}`);
    });
    writeFileSync(stamp, wanted);
  });
}
