import { setTimeout as delay } from 'node:timers/promises';
import type { Guarded } from './child-processes.ts';

/** A program as set-up found or installed it. */
export type Launchable = {
  binary: string;
  /** the dynamic loader and libraries of a folder of its own, where the packages of another release are used; null for an installed one */
  loader: string | null;
  libraryPath: string | null;
};

/** How it is started with those arguments, and called `name` in the list of processes. */
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
  /** answers once it works; asked again until then, and a rejection is a no */
  works: () => Promise<boolean>;
  withinMs: number;
  /** what it complained of, for the error */
  complaints: () => string;
};

/** Waits until a program that was started works. Throws if it ends or takes too long. */
export async function untilItWorks(program: Guarded, { name, works, withinMs, complaints }: Boot): Promise<void> {
  let ended: string | undefined;
  void program.exited.then((how) => (ended = how));
  for (const end = Date.now() + withinMs; ; await delay(20)) {
    if (ended !== undefined) throw new Error(`${name} did not start (${ended}): ${complaints()}`);
    if (await works().catch(() => false)) return;
    if (Date.now() > end) throw new Error(`${name} does not come up: ${complaints()}`);
  }
}
