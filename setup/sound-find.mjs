// Where ffmpeg and eSpeak NG come from.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { mainSuite } from './apt-sources.mjs';
import { launcher } from './private-install.mjs';
import { findProgram, requireWorking } from './program-find.mjs';
import { attempt } from './run.mjs';

const VERSION = {
  ffmpeg: { argument: '-version', pattern: /^ffmpeg version (\S+)/, size: '140 MB' },
  'espeak-ng': { argument: '--version', pattern: /^eSpeak NG text-to-speech: (\S+)/, size: '15 MB' },
};
/** Additional library folders. */
const MORE_LIBRARIES = ['pulseaudio', 'blas', 'lapack'];

/** Finds or installs the program, writes `description` and returns what it wrote. */
export function findSoundProgram(description, command, variable) {
  const describeRootfs = (rootfs) => {
    const { loader, libraryPath } = launcher(rootfs);
    const libraries = [libraryPath, ...MORE_LIBRARIES.map((name) => path.join(libraryPath, name))].join(':');
    const dataDir = path.join(libraryPath, `${command}-data`);
    return inspect(command, {
      kind: 'private',
      binary: path.join(rootfs, 'usr/bin', command),
      loader,
      libraryPath: libraries,
      dataDir: existsSync(dataDir) ? dataDir : null,
    });
  };
  return findProgram(description, {
    name: command,
    command,
    variable,
    size: VERSION[command].size,
    suite: mainSuite,
    packages: [command],
    describe: (kind, binary) => inspect(command, { kind, binary, loader: null, libraryPath: null, dataDir: null }),
    describeRootfs,
    verify: (rootfs) => requireWorking(command, describeRootfs(rootfs)),
  });
}

/** Returns `{ found }` for program.json, or `{ found: null, faults }`. */
async function inspect(command, program) {
  const { binary, loader, libraryPath } = program;
  if (!existsSync(binary)) return { found: null, faults: ['it does not exist'] };
  const [first, ...args] = loader ? [loader, '--library-path', libraryPath, binary] : [binary];
  const { argument, pattern } = VERSION[command];
  const { out } = await attempt(first, [...args, argument]);
  const version = pattern.exec(out)?.[1];
  return version
    ? { found: { ...program, version }, faults: [] }
    : { found: null, faults: [`it does not print a version of ${command}`] };
}
