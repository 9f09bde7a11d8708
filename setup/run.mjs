// Child processes, which end with this one.
import { spawn } from 'node:child_process';
import { SetupError } from './say.mjs';

/** Locks that children inherit, so that they last even if this process is killed; see lock.mjs. */
export const heldLocks = new Set();

const children = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    for (const child of children) child.kill('SIGTERM');
    console.error(`\nSet-up stopped (${signal}). The next run goes on from here.`);
    process.exit(1);
  });
}

/** Runs a program to its end and returns `{ code, out, err }`. Never rejects, so that the caller can describe the failure. */
export function attempt(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe', ...heldLocks], ...options });
    const output = { out: '', err: '' };
    children.add(child);
    child.stdout.on('data', (chunk) => (output.out += chunk));
    child.stderr.on('data', (chunk) => (output.err += chunk));
    child.on('error', (error) => resolve({ code: -1, ...output, err: error.message }));
    child.on('close', (code) => {
      children.delete(child);
      resolve({ code: code ?? -1, ...output });
    });
  });
}

/** Runs a program that has to succeed. `failing` starts the error message. */
export async function run(failing, program, args, options) {
  const { code, out, err } = await attempt(program, args, options);
  if (code !== 0) throw new SetupError(`${failing}: ${gist(err || out) || `${program} ended with ${code}`}`);
  return out;
}

/** The error lines in the output of npm or apt, without the advice that follows them. */
function gist(text) {
  const lines = text.split('\n').map((line) => line.replace(/^npm error ?/, '').trim());
  const telling = lines.filter(
    (line) => line && !/^npm (notice|warn)|complete log of this run|^Run "npm help|^code E/.test(line),
  );
  const errors = telling.filter((line) => line.startsWith('E: '));
  return (errors.length > 0 ? errors : telling).slice(0, 3).join(' | ').replace(/\.$/, '');
}
