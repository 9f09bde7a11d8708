import { execFileSync } from 'node:child_process';
import { readConfig } from '../src/platform/config.ts';
import { foundProgram } from '../src/platform/process/found-program.ts';
import { commandLine } from '../src/platform/process/launch.ts';

const { cacheDir } = readConfig({ DATA_DIR: '/nonexistent', SECRET_KEY: 'x'.repeat(32) });

/** A sound file made by ffmpeg: `-f lavfi -i sine=d=1` and so on, in the format of the last argument. */
export function soundFile(...args: string[]): Buffer {
  const ffmpeg = foundProgram(cacheDir, 'ffmpeg');
  if (!ffmpeg) throw new Error('The tests of media need ffmpeg: run node setup/ensure.mjs test.');
  const [program, ...rest] = commandLine(ffmpeg, 'ffmpeg', [
    '-nostdin',
    '-loglevel',
    'error',
    '-y',
    ...args.slice(0, -1),
    '-f',
    args.at(-1) ?? '',
    'pipe:1',
  ]);
  return execFileSync(program, rest, { maxBuffer: 100_000_000 });
}

/** A tone of this many seconds in a format, with the options of its encoder. */
export const toneFile = (seconds: number, format: string, ...options: string[]): Buffer =>
  soundFile('-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`, ...options, format);
