import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  type AsteriskInstallation,
  installationInUse,
  previousInstallation,
  readInstallation,
  removeOldSets,
  useInstallation,
} from '../asterisk/installation/installation.ts';
import { vulnerabilitiesOf } from '../asterisk/installation/known-vulnerabilities.ts';
import { startPbx } from '../asterisk/pbx.ts';
import { freePort } from '../asterisk/ports.ts';
import { readAsteriskState, requestRestart } from '../asterisk/state.ts';
import { edgeInstallation } from '../edge/installation.ts';
import { type Config, childEnvironment } from '../platform/config.ts';
import { roleUrl } from '../platform/db/db.ts';
import { messageOf } from '../platform/process/system-error.ts';
import { localDatabaseUrl } from './local-database-url.ts';

/** Only for the trial start, in which no call is made. */
const PROOF_PORTS: [number, number] = [31_000, 31_099];

/**
 * Upgrades the Asterisk of a running service. Downloads the newest version next to the current one, checks that it starts and reads the
 * database, and selects it for the next start, which happens when no calls are in progress. `--back` returns to the previous version.
 */
export async function upgradeAsterisk(config: Config, args: readonly string[], print: (line: string) => void) {
  const now = args.includes('--now');
  const used = installationInUse(config.cacheDir);
  if (used && used.kind !== 'private')
    throw new Error(`Asterisk is this machine’s own (${used.binary}). Upgrade it the way it was installed.`);
  const next = args.includes('--back')
    ? previousOrRefuse(config)
    : await newestOrNull(config, optionValue(args, '--from'), print);
  if (next === null) return print(`Asterisk ${used?.version ?? ''} is already the newest version.`);
  await proveInstallation(config, next, print);
  useInstallation(config.cacheDir, next);
  print(
    `Asterisk ${next.version} will be used from the next start. To go back: npm run operator -- upgrade-asterisk --back`,
  );
  for (const { id, about } of vulnerabilitiesOf(next.version))
    print(`WARNING: it has a known vulnerability: ${id} (${about}).`);
  removeOldSets(config.cacheDir, isRunningFrom);
  if (readAsteriskState(config.dataDir) === null) return;
  requestRestart(config.dataDir, { reason: `version ${next.version} was installed`, now });
  print(now ? 'Restarting Asterisk now.' : 'Asterisk restarts as soon as no calls are in progress.');
}

const optionValue = (args: readonly string[], option: string): string | undefined =>
  args.includes(option) ? args[args.indexOf(option) + 1] : undefined;

function previousOrRefuse({ cacheDir }: Config): AsteriskInstallation {
  const previous = previousInstallation(cacheDir);
  if (!previous) throw new Error('There is no previous Asterisk version to go back to.');
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
    const script = path.resolve(import.meta.dirname, '../../setup/asterisk-upgrade.mjs');
    const child = spawn(process.execPath, [script, result, ...(folder === undefined ? [] : [folder])], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: childEnvironment({ CACHE_DIR: cacheDir }),
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    if (code !== 0) throw new Error('Could not get a newer Asterisk. The current one is unchanged.');
    if (readFileSync(result, 'utf8') === 'null') return null;
    const found = readInstallation(result);
    if (!found) throw new Error('Could not read the description of the new Asterisk.');
    print(`Downloaded Asterisk ${found.version}.`);
    return found;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Starts it once on a free port, where no phone or carrier reaches it. */
async function proveInstallation(config: Config, installation: AsteriskInstallation, print: (line: string) => void) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'strowger-proof-'));
  chmodSync(dataDir, 0o755); // it runs as another user than root
  try {
    const running = await startPbx({
      installation,
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
      `Asterisk ${installation.version} failed its trial start. The current one is unchanged. ${messageOf(cause)}`,
      {
        cause,
      },
    );
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Whether any process on this machine runs a program from this folder. */
function isRunningFrom(folder: string): boolean {
  return readdirSync('/proc').some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
}
