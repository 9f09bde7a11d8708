import { spawn } from 'node:child_process';
import path from 'node:path';
import { isFree } from '../ports.ts';
import { before, until, HANG_MS } from '../until.ts';
import { descendantsOf, type Process, stillRunning } from './processes.ts';

const root = path.resolve(import.meta.dirname, '../..');

export type Ending = { code: number | null; by: NodeJS.Signals | null };

/** The program as run by `npm start`. */
export type Program = {
  readonly pid: number;
  output(): string;
  /** The first line of the output that matches, waiting for it if necessary. */
  line(pattern: RegExp, withinMs?: number): Promise<RegExpExecArray>;
  readonly exited: Promise<Ending>;
  signal(name: NodeJS.Signals): void;
  children(): Process[];
};

/** Starts the role `all` with only these settings. */
export function startProgram(settings: Record<string, string>): Program {
  const { PATH = '', HOME = '/', TMPDIR, CACHE_DIR } = process.env;
  const child = spawn(path.join(root, 'node_modules/.bin/node'), ['src/main.ts', 'all'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH,
      HOME,
      ...(TMPDIR && { TMPDIR }),
      ...(CACHE_DIR && { CACHE_DIR }),
      // as under npm: it ends when its parent is gone
      npm_lifecycle_event: 'start',
      ...settings,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => (output += chunk));
  }
  const exited = new Promise<Ending>((resolve) => child.on('close', (code, by) => resolve({ code, by })));
  let ending: Ending | undefined;
  void exited.then((how) => (ending = how));
  return {
    pid: child.pid!,
    output: () => output,
    exited,
    signal: (name) => void child.kill(name),
    children: () => descendantsOf(child.pid!),
    async line(pattern, withinMs = HANG_MS) {
      const looked = await until(
        `${pattern} in what the program writes`,
        () => {
          const found = pattern.exec(output);
          return (found || ending) && { found };
        },
        withinMs,
      );
      if (!looked.found) throw new Error(`it ended with ${JSON.stringify(ending)} without ${pattern}:\n${output}`);
      return looked.found;
    },
  };
}

/** Ends the program by a signal. Resolves with the milliseconds until all of its processes have ended, and fails if some are left. */
export async function endProgram(
  program: Program,
  signal: NodeJS.Signals,
  held: { folder: string; ports: readonly number[] },
  withinMs = HANG_MS,
): Promise<number> {
  const children = program.children();
  const begun = performance.now();
  program.signal(signal);
  await before(program.exited, withinMs, () => `the end of the program:\n${program.output().slice(-2000)}`);
  await until('the end of all its processes', () => {
    const left = stillRunning(children, held.folder);
    if (left.length > 0) throw new Error(left.map(({ pid, command }) => `${pid} ${command}`).join('\n'));
    return true;
  });
  const ms = Math.round(performance.now() - begun);
  for (const port of held.ports) await until(`port ${port} to be free`, () => isFree(port));
  return ms;
}
