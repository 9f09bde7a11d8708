// The slow path of packages.mjs.
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { projectNode } from './packages.mjs';
import { attempt, run } from './run.mjs';
import { SetupError, task } from './say.mjs';

const WANTED_NODE = 24;

/** `npm ci`, with what NODE_ENV=production or a user's `omit` would leave out. */
export async function install(npmsRecord) {
  // npm deletes node_modules first; killed in the middle of that, its record must not be there to be believed.
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

/** The npm that called us, else the one on PATH. */
function npm(args) {
  const caller = process.env.npm_execpath;
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (OUTER_RUN.test(name)) delete env[name];
  return caller?.endsWith('npm-cli.js') ? [process.execPath, [caller, ...args], { env }] : ['npm', args, { env }];
}

// What `npm start` tells its scripts about itself, and the settings that would make another `npm ci` of this one.
const OUTER_RUN =
  /^(npm_(lifecycle|package|command|execpath|node_execpath).*|npm_config_(omit|include|production|only|loglevel|global|workspaces?|prefix|dry_run)|npm_config_(local|global)_prefix)$/i;

/** Where no package has a Node for this machine, or it does not run here (musl), the machine's own has to do. */
export async function provideNode() {
  const works = existsSync(projectNode) && (await majorOf(projectNode)) >= WANTED_NODE;
  if (works) return;
  const own = await ownNode();
  if (!own) {
    throw new SetupError(
      `no Node ${WANTED_NODE} is published as a package for ${process.platform} on ${process.arch}; install Node ${WANTED_NODE} or later (this is ${process.version})`,
    );
  }
  mkdirSync(path.dirname(projectNode), { recursive: true });
  rmSync(projectNode, { force: true });
  symlinkSync(own, projectNode);
}

async function ownNode() {
  const candidates = [
    process.execPath,
    ...process.env.PATH.split(path.delimiter).map((folder) => path.join(folder, 'node')),
  ];
  for (const node of candidates) {
    if (path.dirname(node) !== path.dirname(projectNode) && existsSync(node) && (await majorOf(node)) >= WANTED_NODE)
      return node;
  }
  return null;
}

const majorOf = async (node) => Number.parseInt((await attempt(node, ['--version'])).out.replace('v', ''), 10) || 0;
