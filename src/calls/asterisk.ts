import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { spawnGuarded, type Guarded } from '../platform/children.ts';
import { ownFolder, socketFolder } from '../platform/postgres-place.ts';
import { canEnter, runAs, unprivilegedAccount, type Account } from '../platform/unprivileged.ts';
import type { VoiceConnection } from './connection.ts';
import { freePort, mustBeFree } from './ports.ts';
import { entityId, prepareHome, writeConfiguration, type EngineInstallation, type Values } from './engine-files.ts';

export type EngineOptions = {
  engine: EngineInstallation;
  /** which templates it is configured by */
  kind: 'pbx' | 'carrier';
  /** where the engine's configuration, log and state lie; made when it is not there */
  home: string;
  /** address and port of SIP over UDP and TCP */
  sipHost: string;
  sipPort: number;
  rtpPorts: [number, number];
  /** further values for the templates */
  values: Values;
  /** further variables of its environment */
  environment?: Record<string, string>;
  /** answers once what the engine depends on works; asked again until it answers true */
  works: (connection: VoiceConnection) => Promise<boolean>;
};

export type RunningEngine = {
  connection: VoiceConnection;
  pid: number;
  exited: Promise<string>;
  stop(): Promise<void>;
};

/** Asterisk boots in a second; a machine under load may take some. */
const BOOT_MS = 60_000;

/** Starts an Asterisk as an unprivileged user and waits until it works. It ends when this process ends. */
export async function startEngine(options: EngineOptions): Promise<RunningEngine> {
  const { engine, sipHost, sipPort } = options;
  await mustBeFree(sipHost, sipPort);
  const { home, account } = place(options.home);
  prepareHome(home, engine, account);
  const run = socketFolder(home);
  ownFolder(run, 0o700, account);
  const id = entityId(home);
  const ariPort = await freePort();
  const connection = {
    node: id.replaceAll(':', ''),
    url: `http://127.0.0.1:${ariPort}`,
    user: 'strowger',
    password: randomBytes(24).toString('base64url'),
  };
  const etc = path.join(home, 'etc');
  writeConfiguration(
    options.kind,
    etc,
    { ...values(options, home, run, etc), ...ariValues(connection, ariPort, id), ...options.values },
    account,
  );
  const guarded = await launch(options, etc, path.join(home, 'log'), account);
  try {
    await untilItWorks(guarded, () => options.works(connection), path.join(home, 'log'));
  } catch (error) {
    await guarded.stop();
    throw error;
  }
  const exited = guarded.exited.finally(() => fs.rmSync(run, { recursive: true, force: true }));
  return {
    connection,
    pid: guarded.pid,
    exited,
    async stop() {
      await guarded.stop();
      await exited;
    },
  };
}

function values({ engine, sipHost, sipPort, rtpPorts }: EngineOptions, home: string, run: string, etc: string): Values {
  const [rtpFirst, rtpLast] = rtpPorts;
  return { home, run, etc, modules: engine.modulesDir, sipBind: `${sipHost}:${sipPort}`, rtpFirst, rtpLast };
}

function ariValues({ node, user, password }: VoiceConnection, ariPort: number, id: string): Values {
  return { node, entityId: id, ariUser: user, ariPassword: password, ariPort };
}

/** The folder asked for, or, where the engine's account cannot get to it, one under /var/lib. Nothing in it is precious. */
function place(wanted: string): { home: string; account: Account | undefined } {
  fs.mkdirSync(path.dirname(wanted), { recursive: true });
  const account = unprivilegedAccount(['asterisk', 'nobody']);
  if (account === undefined || canEnter(account, path.dirname(wanted))) return { home: wanted, account };
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const home = path.join('/var/lib/strowger', name, path.basename(wanted));
  fs.mkdirSync(path.dirname(home), { recursive: true, mode: 0o755 });
  return { home, account };
}

function launch(
  { engine, environment }: EngineOptions,
  etc: string,
  log: string,
  account: Account | undefined,
): Promise<Guarded> {
  const arguments_ = ['-f', '-C', path.join(etc, 'asterisk.conf')];
  const out = fs.openSync(path.join(log, 'console.log'), 'w', 0o600);
  const command = engine.loader
    ? [engine.loader, '--argv0', 'asterisk', '--library-path', engine.libraryPath!, engine.binary, ...arguments_]
    : [engine.binary, ...arguments_];
  return spawnGuarded(command[0]!, command.slice(1), {
    ...runAs(account),
    cwd: '/',
    stdio: ['ignore', out, out],
    env: { ...basicEnvironment(engine), ...environment },
    stopSignal: 'SIGTERM',
    graceSeconds: 5,
  }).finally(() => fs.closeSync(out));
}

function basicEnvironment({ libraryPath }: EngineInstallation): NodeJS.ProcessEnv {
  return {
    PATH: '/usr/bin:/bin',
    LC_ALL: 'C',
    TZ: 'UTC',
    HOME: '/',
    // hundreds of threads would each keep an arena of their own
    MALLOC_ARENA_MAX: '4',
    ...(libraryPath && {
      GCONV_PATH: path.join(libraryPath, 'gconv'),
      OPENSSL_MODULES: path.join(libraryPath, 'ossl-modules'),
    }),
  };
}

async function untilItWorks(engine: Guarded, works: () => Promise<boolean>, log: string): Promise<void> {
  let ended: string | undefined;
  void engine.exited.then((how) => (ended = how));
  for (const end = Date.now() + BOOT_MS; ;) {
    if (ended !== undefined) throw new Error(`Asterisk did not start (${ended}): ${complaints(log)}`);
    // refused until the HTTP server listens, 503 until everything is loaded
    if (await works().catch(() => false)) return;
    if (Date.now() > end) throw new Error(`Asterisk does not come up: ${complaints(log)}`);
    await delay(20);
  }
}

/** The last errors that the engine wrote. */
function complaints(log: string): string {
  const lines = ['messages.log', 'console.log'].flatMap((name) => {
    const file = path.join(log, name);
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : [];
  });
  const errors = lines.filter((line) => line.includes('ERROR'));
  return (errors.length > 0 ? errors : lines).slice(-3).join(' | ');
}
