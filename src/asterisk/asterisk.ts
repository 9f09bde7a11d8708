import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ownFolder, socketFolder } from '../platform/postgres/postgres-paths.ts';
import { spawnGuarded, type Guarded } from '../platform/process/child-processes.ts';
import { commandLine, waitUntilWorking } from '../platform/process/launch.ts';
import { canEnter, runAs, unprivilegedAccount, type Account } from '../platform/process/run-as.ts';
import {
  entityId,
  prepareHome,
  prepareMusic,
  writeConfiguration,
  type Values,
} from './configuration/asterisk-config.ts';
import type { VoiceConnection } from './connection.ts';
import type { AsteriskInstallation } from './installation/installation.ts';
import { type AsteriskOutput, captureOutput } from './log/output.ts';
import { audioChannelsOf, freePort, requireFreePort } from './ports.ts';

export type AsteriskOptions = {
  installation: AsteriskInstallation;
  /** which templates to use */
  kind: 'pbx' | 'carrier';
  /** the folder for Asterisk's configuration, log and state; created if missing */
  home: string;
  /** address and port for SIP over UDP and TCP */
  sipHost: string;
  sipPort: number;
  rtpPorts: [number, number];
  /** modules not to load */
  leftOut?: readonly string[];
  /** more values for the templates */
  values: Values;
  /** more environment variables */
  environment?: Record<string, string>;
  /** whether everything that Asterisk depends on works; called until it does */
  works: (connection: VoiceConnection) => Promise<boolean>;
};

export type RunningAsterisk = {
  connection: VoiceConnection;
  pid: number;
  exited: Promise<string>;
  /** its last log lines, safe to show */
  lastLines(): readonly string[];
  /** Makes Asterisk exit once it has no calls. Until then it accepts new calls. False if the command failed. */
  stopWhenIdle(): Promise<boolean>;
  /** Makes Asterisk return freed memory to the system. False if the command failed. */
  trimMemory(): Promise<boolean>;
  stop(): Promise<void>;
};

/** Asterisk boots in a second, but takes longer on a busy machine. */
const BOOT_MS = 60_000;
const LAST_WORDS_MS = 500;
const CONSOLE_MS = 10_000;

/** At most 18 MB in total. */
const LOG_SIZE = {
  pbx: { bytes: 4_000_000, files: 4 },
  carrier: { bytes: 1_000_000, files: 2 },
} as const;

/** Outside Asterisk's home, in a folder that belongs to us, so that a compromised Asterisk can't use it against us. */
const logFile = (home: string, kind: AsteriskOptions['kind']): string =>
  path.join(path.dirname(home), 'log', kind === 'pbx' ? 'asterisk.log' : 'carrier.log');

/** In a folder that belongs to us, for the same reason. It remains for later starts. */
const hintsFile = (home: string): string => path.join(path.dirname(home), 'hints.conf');

/** In a folder that belongs to us, too. */
const musicFolder = (home: string): string => path.join(path.dirname(home), 'music');

/** Starts Asterisk as an unprivileged user and waits until it works. It ends with this process. */
export async function startAsterisk(options: AsteriskOptions): Promise<RunningAsterisk> {
  const { installation, sipHost, sipPort } = options;
  await requireFreePort(sipHost, sipPort);
  const { home, account } = place(options.home);
  prepareHome(home, installation, account);
  const run = socketFolder(home);
  ownFolder(run, 0o700, account);
  const id = entityId(home);
  const ariPort = await freePort();
  const amiPort = await freePort();
  const etc = path.join(home, 'etc');
  const connection = {
    node: id.replaceAll(':', ''),
    url: `http://127.0.0.1:${ariPort}`,
    user: 'strowger',
    password: randomBytes(24).toString('base64url'),
    amiPort,
    spool: path.join(home, 'spool'),
    hintsFile: hintsFile(home),
    musicFolder: musicFolder(home),
    audioChannels: audioChannelsOf(options.rtpPorts),
  };
  if (options.kind === 'pbx') prepareMusic(connection.musicFolder, account);
  writeConfiguration(options.kind, {
    etc,
    values: { ...values(options, home, run, etc), ...ariValues(connection, ariPort, id), ...options.values },
    account,
    leftOut: options.leftOut,
  });
  const { guarded, output } = await launch(options, etc, account);
  try {
    await waitUntilWorking(guarded, {
      name: 'Asterisk',
      // requests fail until the HTTP server listens, and return 503 until everything is loaded
      works: () => options.works(connection),
      withinMs: BOOT_MS,
      errors: () => lastErrors(output),
    });
  } catch (error) {
    await guarded.stop();
    throw error;
  }
  const exited = guarded.exited.then(async (how) => {
    fs.rmSync(run, { recursive: true, force: true });
    // its last log lines may still arrive
    await Promise.race([output.closed, delay(LAST_WORDS_MS)]);
    return how;
  });
  return {
    connection,
    pid: guarded.pid,
    exited,
    lastLines: output.lastLines,
    stopWhenIdle: () => runConsoleCommand(installation, etc, account, 'core stop when convenient'),
    trimMemory: () => runConsoleCommand(installation, etc, account, 'malloc trim'),
    async stop() {
      await guarded.stop();
      await exited;
    },
  };
}

function values(
  { installation, sipHost, sipPort, rtpPorts }: AsteriskOptions,
  home: string,
  run: string,
  etc: string,
): Values {
  const [rtpFirst, rtpLast] = rtpPorts;
  return { home, run, etc, modules: installation.modulesDir, sipBind: `${sipHost}:${sipPort}`, rtpFirst, rtpLast };
}

function ariValues(
  { node, user, password, amiPort, hintsFile, musicFolder }: VoiceConnection,
  ariPort: number,
  id: string,
): Values {
  return { node, entityId: id, ariUser: user, ariPassword: password, ariPort, amiPort, hintsFile, musicFolder };
}

/**
 * The wanted folder, or one under /var/lib if Asterisk's account has no access to the wanted one. It contains nothing
 * that must survive.
 */
export function place(wanted: string): { home: string; account: Account | undefined } {
  fs.mkdirSync(path.dirname(wanted), { recursive: true });
  const account = unprivilegedAccount(['asterisk', 'nobody']);
  if (account === undefined || canEnter(account, path.dirname(wanted))) return { home: wanted, account };
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const home = path.join('/var/lib/strowger', name, path.basename(wanted));
  fs.mkdirSync(path.dirname(home), { recursive: true, mode: 0o755 });
  return { home, account };
}

async function launch(
  { installation, kind, home, environment }: AsteriskOptions,
  etc: string,
  account: Account | undefined,
): Promise<{ guarded: Guarded; output: AsteriskOutput }> {
  const [program, ...arguments_] = commandLine(installation, 'asterisk', ['-f', '-C', path.join(etc, 'asterisk.conf')]);
  const guarded = await spawnGuarded(program, arguments_, {
    ...runAs(account),
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...basicEnvironment(installation), ...environment },
    stopSignal: 'SIGTERM',
    graceSeconds: 5,
  });
  const { stdout, stderr } = guarded.process;
  const streams = [stdout, stderr].filter((stream) => stream !== null);
  return { guarded, output: captureOutput(streams, { file: logFile(home, kind), ...LOG_SIZE[kind] }) };
}

/** Runs a command at the console of a running Asterisk. True if it succeeded. */
async function runConsoleCommand(
  installation: AsteriskInstallation,
  etc: string,
  account: Account | undefined,
  command: string,
): Promise<boolean> {
  const [program, ...arguments_] = commandLine(installation, 'asterisk', [
    '-C',
    path.join(etc, 'asterisk.conf'),
    '-rx',
    command,
  ]);
  const console_ = spawn(program, arguments_, {
    ...runAs(account),
    cwd: '/',
    stdio: 'ignore',
    timeout: CONSOLE_MS,
    env: basicEnvironment(installation),
  });
  return new Promise((resolve) => {
    console_.on('error', () => resolve(false));
    console_.on('close', (code) => resolve(code === 0));
  });
}

function basicEnvironment({ libraryPath }: AsteriskInstallation): NodeJS.ProcessEnv {
  return {
    PATH: '/usr/bin:/bin',
    LC_ALL: 'C',
    TZ: 'UTC',
    HOME: '/',
    // Otherwise each of hundreds of threads would have its own malloc arena. With fixed thresholds memory returns to
    // the system: after 100,000 hostile packets 112 MB remain instead of 627 MB
    // (docs/decisions/016-keeping-asterisk.md).
    MALLOC_ARENA_MAX: '4',
    MALLOC_TRIM_THRESHOLD_: '131072',
    MALLOC_MMAP_THRESHOLD_: '32768',
    MALLOC_TOP_PAD_: '0',
    ...(libraryPath && {
      GCONV_PATH: path.join(libraryPath, 'gconv'),
      OPENSSL_MODULES: path.join(libraryPath, 'ossl-modules'),
    }),
  };
}

/** The last errors in Asterisk's log. */
function lastErrors(output: AsteriskOutput): string {
  const lines = output.lastLines();
  const errors = lines.filter((line) => line.includes('ERROR'));
  return (errors.length > 0 ? errors : lines).slice(-3).join(' | ');
}
