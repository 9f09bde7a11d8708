import { setTimeout as delay } from 'node:timers/promises';
import type { Guarded } from './child-processes.ts';

/** A program that set-up found or unpacked. */
export type Launchable = {
  binary: string;
  /** dynamic loader and libraries of a folder with another release's packages; null for an installed program */
  loader: string | null;
  libraryPath: string | null;
};

/** The command line for these arguments, with `name` shown in the process list. */
export function commandLine(
  { binary, loader, libraryPath }: Launchable,
  name: string,
  more: string[],
): [string, ...string[]] {
  if (loader === null || libraryPath === null) return [binary, ...more];
  return [loader, '--argv0', name, '--library-path', libraryPath, binary, ...more];
}

export type Boot = {
  name: string;
  /** resolves to true once it works; polled until then, and a rejection counts as false */
  works: () => Promise<boolean>;
  withinMs: number;
  /** the errors in its log, for our own */
  errors: () => string;
};

/** Waits until a started program works. Throws if it ends or takes too long. */
export async function waitUntilWorking(program: Guarded, { name, works, withinMs, errors }: Boot): Promise<void> {
  let ended: string | undefined;
  void program.exited.then((how) => (ended = how));
  for (const end = Date.now() + withinMs; ; await delay(20)) {
    if (ended !== undefined) throw new Error(`${name} did not start (${ended}): ${errors()}`);
    if (await works().catch(() => false)) return;
    if (Date.now() > end) throw new Error(`${name} did not come up in time: ${errors()}`);
  }
}
