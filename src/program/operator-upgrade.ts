import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readAsteriskState, requestRestart } from '../asterisk/state.ts';
import {
  type AsteriskInstallation,
  installationInUse,
  previousInstallation,
  readInstallation,
  removeOldSets,
  useInstallation,
} from '../asterisk/installation.ts';
import { holesOf } from '../asterisk/known-holes.ts';
import { edgeInstallation } from '../edge/installation.ts';
import { startPhoneSystem } from '../asterisk/pbx.ts';
import { freePort } from '../asterisk/ports.ts';
import { type Config, childEnvironment } from '../platform/config.ts';
import { roleUrl } from '../platform/db/db.ts';
import { localDatabaseUrl } from './local-database-url.ts';

/** For the proof only; no call is made. */
const PROOF_PORTS: [number, number] = [31_000, 31_099];

/**
 * Renews the Asterisk of a running service: gets the newest set beside the used one, proves that it starts and reads the
 * database, and uses it from the next start on, which comes when no calls are on. `--back` returns to the set before.
 */
export async function upgradeAsterisk(config: Config, args: readonly string[], print: (line: string) => void) {
  const now = args.includes('--now');
  const used = installationInUse(config.cacheDir);
  if (used && used.kind !== 'private')
    throw new Error(`Asterisk is this machine’s own (${used.binary}). Upgrade it the way it was installed.`);
  const next = args.includes('--back')
    ? previousOrRefuse(config)
    : await newestOrNull(config, after(args, '--from'), print);
  if (next === null) return print(`Asterisk ${used?.version ?? ''} is the newest that there is.`);
  await proveInstallation(config, next, print);
  useInstallation(config.cacheDir, next);
  print(
    `Asterisk ${next.version} is used from its next start on. Go back with: npm run operator -- upgrade-asterisk --back`,
  );
  for (const { id, about } of holesOf(next.version)) print(`WARNING: it has a known security hole: ${id} (${about}).`);
  removeOldSets(config.cacheDir, isRunningFrom);
  if (readAsteriskState(config.dataDir) === null) return;
  requestRestart(config.dataDir, { reason: `version ${next.version} was installed`, now });
  print(now ? 'It is started again now.' : 'It is started again as soon as no calls are on.');
}

const after = (args: readonly string[], option: string): string | undefined =>
  args.includes(option) ? args[args.indexOf(option) + 1] : undefined;

function previousOrRefuse({ cacheDir }: Config): AsteriskInstallation {
  const previous = previousInstallation(cacheDir);
  if (!previous) throw new Error('There is no earlier Asterisk to go back to.');
  return previous;
}

async function newestOrNull(
  { cacheDir }: Config,
  folder: string | undefined,
  print: (line: string) => void,
): Promise<AsteriskInstallation | null> {
  const work = mkdtempSync(path.join(os.tmpdir(), 'strowger-upgrade-'));
  try {
    const result = path.join(work, 'result.json');
    const script = path.resolve(import.meta.dirname, '../../setup/engine-upgrade.mjs');
    const child = spawn(process.execPath, [script, result, ...(folder === undefined ? [] : [folder])], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: childEnvironment({ CACHE_DIR: cacheDir }),
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    if (code !== 0) throw new Error('No newer Asterisk could be got. The one in use is untouched.');
    if (readFileSync(result, 'utf8') === 'null') return null;
    const found = readInstallation(result);
    if (!found) throw new Error('The new Asterisk cannot be read back.');
    print(`Got Asterisk ${found.version}.`);
    return found;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Starts it once on a port of its own, where no phone and no carrier finds it. */
async function proveInstallation(config: Config, engine: AsteriskInstallation, print: (line: string) => void) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'strowger-proof-'));
  chmodSync(dataDir, 0o755); // it runs as another user than root
  try {
    const running = await startPhoneSystem({
      engine,
      dataDir,
      host: '127.0.0.1',
      sipPort: await freePort(),
      edge: edgeInstallation(config.cacheDir),
      tls: null,
      log: print,
      rtpPorts: PROOF_PORTS,
      externalAddress: undefined,
      isTrial: true,
      databaseUrl: roleUrl(localDatabaseUrl(config), 'asterisk', config.secretKey),
    });
    await running.stop();
    print('It starts and reads the database.');
  } catch (cause) {
    throw new Error(
      `Asterisk ${engine.version} will not do; the one in use is untouched. ${(cause as Error).message}`,
      {
        cause,
      },
    );
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Whether a process on this machine was started from there. */
function isRunningFrom(folder: string): boolean {
  return readdirSync('/proc').some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
}
