import { createHash, randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { spawnGuarded, type Guarded } from '../platform/children.ts';
import { ownFolder, socketFolder } from '../platform/postgres-place.ts';
import { canEnter, runAs, unprivilegedAccount, type Account } from '../platform/unprivileged.ts';
import { requestAri } from './ari-request.ts';
import type { VoiceConnection } from './connection.ts';
import { entityId, prepareHome, writeConfiguration, type EngineInstallation, type Values } from './engine-files.ts';

export type EngineOptions = {
  engine: EngineInstallation;
  /** folder of configuration templates */
  templates: string;
  /** where the engine's configuration, log and state lie; made when it is not there */
  home: string;
  /** address and port of SIP over UDP and TCP */
  sipHost: string;
  sipPort: number;
  rtpPorts: [number, number];
  /** further values for the templates */
  values: Values;
  /** answers once what the engine depends on works; asked again until it answers true */
  works: (connection: VoiceConnection) => Promise<boolean>;
};

export type RunningEngine = {
  connection: VoiceConnection;
  pid: number;
  exited: Promise<string>;
  stop(): Promise<void>;
};

const TEMPLATES = path.resolve(import.meta.dirname, '../../asterisk');

/** Asterisk boots in a second; a machine under load may take some. */
const BOOT_MS = 60_000;

export type PhoneSystemOptions = {
  engine: EngineInstallation;
  dataDir: string;
  host: string;
  sipPort: number;
  rtpPorts: [number, number];
  externalAddress: string | undefined;
  /** of the role `asterisk` */
  databaseUrl: string;
};

/** Starts the engine that serves phones and carriers. Resolves once it is booted and has read a row of the database's views. */
export function startPhoneSystem({
  externalAddress,
  databaseUrl,
  dataDir,
  host,
  ...options
}: PhoneSystemOptions): Promise<RunningEngine> {
  // an engine that listens on every address has one socket for it
  const sipHost = host === '::' ? '0.0.0.0' : host;
  return startEngine({
    ...options,
    sipHost,
    templates: TEMPLATES,
    home: path.join(dataDir, 'asterisk'),
    values: { ...databaseValues(databaseUrl), external: externalLines(externalAddress) },
    works: readsTheDatabase,
  });
}

function databaseValues(url: string): Values {
  const { host, port, database, user, password } = new Client(url);
  return { dbHost: host, dbPort: port, dbName: database!, dbUser: user!, dbPassword: String(password) };
}

/** What SIP and SDP say behind NAT; phones in the same private network still get the inner address. */
function externalLines(address: string | undefined): string {
  if (address === undefined) return '';
  const local = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8'].map((net) => `local_net = ${net}`);
  return [`external_signaling_address = ${address}`, `external_media_address = ${address}`, ...local].join('\n');
}

/** A row that is always in the view: 404 means that the driver failed to load or the database does not answer. */
async function readsTheDatabase(connection: VoiceConnection): Promise<boolean> {
  const { status } = await requestAri(connection, 'GET', 'asterisk/config/dynamic/res_pjsip/aor/strowger-probe');
  return status === 200;
}

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
    options.templates,
    etc,
    { ...values(options, home, run, etc), ...ariValues(connection, ariPort, id), ...options.values },
    account,
  );
  const guarded = await launch(engine, etc, path.join(home, 'log'), account);
  try {
    await untilItWorks(guarded, () => options.works(connection), path.join(home, 'log'));
  } catch (error) {
    await guarded.stop();
    throw error;
  }
  return { connection, pid: guarded.pid, exited: guarded.exited, stop: guarded.stop };
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

function launch(engine: EngineInstallation, etc: string, log: string, account: Account | undefined): Promise<Guarded> {
  const arguments_ = ['-f', '-C', path.join(etc, 'asterisk.conf')];
  const out = fs.openSync(path.join(log, 'console.log'), 'w', 0o600);
  const command = engine.loader
    ? [engine.loader, '--argv0', 'asterisk', '--library-path', engine.libraryPath!, engine.binary, ...arguments_]
    : [engine.binary, ...arguments_];
  return spawnGuarded(command[0]!, command.slice(1), {
    ...runAs(account),
    cwd: '/',
    stdio: ['ignore', out, out],
    env: environment(engine),
    stopSignal: 'SIGTERM',
    graceSeconds: 5,
  }).finally(() => fs.closeSync(out));
}

function environment({ libraryPath }: EngineInstallation): NodeJS.ProcessEnv {
  return {
    PATH: '/usr/bin:/bin',
    LC_ALL: 'C',
    TZ: 'UTC',
    HOME: '/',
    // hundreds of threads would each keep an arena of their own
    MALLOC_ARENA_MAX: '4',
    // a row lock that is held too long must not hold up every phone: the driver has one connection
    PGOPTIONS: '-c statement_timeout=3000',
    PGCONNECT_TIMEOUT: '2',
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

/** Asterisk only logs that it could not bind, and goes on without phones. */
async function mustBeFree(host: string, port: number): Promise<void> {
  const udp = dgram.createSocket('udp4');
  const tcp = net.createServer();
  try {
    udp.bind(port, host);
    await once(udp, 'listening');
    tcp.listen(port, host);
    await once(tcp, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`SIP cannot listen on ${host}:${port} (${code}). Stop what uses it, or set SIP_PORT to another.`, {
      cause: error,
    });
  } finally {
    udp.close();
    tcp.close();
  }
}

/** A port on loopback that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
