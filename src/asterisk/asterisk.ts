import { createHash, randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type AsteriskOutput, captureOutput } from './output.ts';
import { spawnGuarded, type Guarded } from '../platform/process/child-processes.ts';
import { commandLine, waitUntilWorking } from '../platform/process/launch.ts';
import { ownFolder, socketFolder } from '../platform/postgres/postgres-paths.ts';
import { canEnter, runAs, unprivilegedAccount, type Account } from '../platform/process/run-as.ts';
import type { VoiceConnection } from './connection.ts';
import { audioChannelsOf, freePort, mustBeFree } from './ports.ts';
import { entityId, prepareHome, prepareMusic, writeConfiguration, type Values } from './asterisk-config.ts';
import type { AsteriskInstallation } from './installation.ts';

export type AsteriskOptions = {
  installation: AsteriskInstallation;
  /** which templates it is configured by */
  kind: 'pbx' | 'carrier';
  /** where Asterisk's configuration, log and state lie; made when it is not there */
  home: string;
  /** address and port of SIP over UDP and TCP */
  sipHost: string;
  sipPort: number;
  rtpPorts: [number, number];
  /** modules that it does without this time */
  leftOut?: readonly string[];
  /** further values for the templates */
  values: Values;
  /** further variables of its environment */
  environment?: Record<string, string>;
  /** whether everything that Asterisk depends on works; asked again until it does */
  works: (connection: VoiceConnection) => Promise<boolean>;
};

export type RunningAsterisk = {
  connection: VoiceConnection;
  pid: number;
  exited: Promise<string>;
  /** its last lines, fit to be shown */
  lastLines(): readonly string[];
  /** Has it end by itself as soon as there are no calls; false when the order did not reach it. New calls are taken until then. */
  stopWhenIdle(): Promise<boolean>;
  /** Has it give freed memory back to the system; false when it could not be told. */
  trimMemory(): Promise<boolean>;
  stop(): Promise<void>;
};

/** Asterisk boots in a second; a machine under load may take some. */
const BOOT_MS = 60_000;
const LAST_WORDS_MS = 500;
const CONSOLE_MS = 10_000;

/** Together 18 MB at most. */
const LOG_SIZE = {
  pbx: { bytes: 4_000_000, files: 4 },
  carrier: { bytes: 1_000_000, files: 2 },
} as const;

/** Beside Asterisk's home, not in it, because the folder is ours: a compromised Asterisk cannot use it against us. */
const logFile = (home: string, kind: AsteriskOptions['kind']): string =>
  path.join(path.dirname(home), 'log', kind === 'pbx' ? 'asterisk.log' : 'carrier.log');

/** In a folder of ours, for the same reason; a later start finds it. */
const hintsFile = (home: string): string => path.join(path.dirname(home), 'hints.conf');

/** Likewise. */
const musicFolder = (home: string): string => path.join(path.dirname(home), 'music');

/** Starts an Asterisk as an unprivileged user and waits until it works. It ends when this process ends. */
export async function startAsterisk(options: AsteriskOptions): Promise<RunningAsterisk> {
  const { installation, sipHost, sipPort } = options;
  await mustBeFree(sipHost, sipPort);
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
  writeConfiguration(
    options.kind,
    etc,
    { ...values(options, home, run, etc), ...ariValues(connection, ariPort, id), ...options.values },
    account,
    options.leftOut,
  );
  const { guarded, output } = await launch(options, etc, account);
  try {
    await waitUntilWorking(guarded, {
      name: 'Asterisk',
      // refused until the HTTP server listens, 503 until everything is loaded
      works: () => options.works(connection),
      withinMs: BOOT_MS,
      complaints: () => complaints(output),
    });
  } catch (error) {
    await guarded.stop();
    throw error;
  }
  const exited = guarded.exited.finally(async () => {
    fs.rmSync(run, { recursive: true, force: true });
    // its last words are on the way
    await Promise.race([output.closed, delay(LAST_WORDS_MS)]);
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

/** The folder asked for, or, where the account it runs as cannot get to it, one under /var/lib. Nothing in it is precious. */
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

/** Runs one command at the console of a running Asterisk; whether that worked. */
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
    // Hundreds of threads would each keep an arena of their own. With fixed thresholds memory goes back to the system: after
    // 100,000 hostile packets 112 MB instead of 627 MB stay (docs/decisions/016-keeping-asterisk.md).
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

/** The last errors that Asterisk wrote. */
function complaints(output: AsteriskOutput): string {
  const lines = output.lastLines();
  const errors = lines.filter((line) => line.includes('ERROR'));
  return (errors.length > 0 ? errors : lines).slice(-3).join(' | ');
}
