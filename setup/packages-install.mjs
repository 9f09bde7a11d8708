// The slow path of packages.mjs.
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { projectNode, root } from './paths.mjs';
import { attempt, run } from './run.mjs';
import { SetupError, task } from './say.mjs';

const WANTED_NODE = 24;

/** Runs `npm ci`, including packages that NODE_ENV=production or a user's `omit` would leave out. */
export async function install(npmsRecord) {
  // npm deletes node_modules first. If it is killed then, a remaining record would be wrong, so remove it before.
  rmSync(npmsRecord, { force: true });
  await task('Installing the packages (about 250 MB, once)', () =>
    run(
      'the packages could not be installed',
      ...npm([
        'ci',
        '--include=dev',
        '--include=optional',
        '--no-engine-strict', // npm looks at the machine's Node, not at the one that it installs
        '--no-audit',
        '--no-fund',
        '--no-progress',
        '--loglevel=error',
      ]),
    ),
  );
}

/** The npm that started us, or the one on PATH. */
function npm(args) {
  const caller = process.env.npm_execpath;
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (OUTER_RUN.test(name)) delete env[name];
  return caller?.endsWith('npm-cli.js') ? [process.execPath, [caller, ...args], { env }] : ['npm', args, { env }];
}

// Variables that `npm start` sets for its scripts, and settings that would change what `npm ci` installs.
const OUTER_RUN =
  /^(npm_(lifecycle|package|command|execpath|node_execpath).*|npm_config_(omit|include|production|only|loglevel|global|workspaces?|prefix|dry_run)|npm_config_(local|global)_prefix)$/i;

/** Makes node_modules/.bin/node work: the packaged one, or on macOS and musl the machine's own. */
export async function provideNode() {
  if (await isNew(projectNode)) return;
  const packaged = path.join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  const onPath = process.env.PATH.split(path.delimiter).map((folder) => path.join(folder, 'node'));
  const others = [packaged, process.execPath, ...onPath].filter((node) => path.resolve(node) !== projectNode);
  for (const node of others) {
    if (!(await isNew(node))) continue;
    mkdirSync(path.dirname(projectNode), { recursive: true });
    rmSync(projectNode, { force: true });
    symlinkSync(node, projectNode);
    return;
  }
  throw new SetupError(
    `no Node ${WANTED_NODE} is published as a package for ${process.platform} on ${process.arch}; install Node ${WANTED_NODE} or later (this is ${process.version})`,
  );
}

const isNew = async (node) =>
  existsSync(node) && Number.parseInt((await attempt(node, ['--version'])).out.slice(1), 10) >= WANTED_NODE;
