import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { type Listening, resolveIpv4, listenAddresses } from '../edge/addresses.ts';
import { ensureCertificate } from '../edge/certificate.ts';
import { domainOf } from '../edge/configuration.ts';
import { type EdgeOptions, startEdge } from '../edge/edge.ts';
import type { EdgeInstallation } from '../edge/installation.ts';
import { type RefusalReason, refusedRequests } from '../edge/refused-requests.ts';
import { writeRpcAddress } from '../edge/rpc.ts';
import type { RefusedKind } from '../edge/watch.ts';
import { runRestartLoop } from '../platform/process/restart-loop.ts';
import { type Account, chownTo } from '../platform/process/run-as.ts';
import { requestAri } from './ari-request.ts';
import { place, type RunningAsterisk, startAsterisk } from './asterisk.ts';
import type { Values } from './configuration/asterisk-config.ts';
import { emergencyDialplan } from './configuration/emergency-dialplan.ts';
import { cacheValues } from './configuration/endpoint-cache.ts';
import { type VoiceConnection, writeConnection } from './connection.ts';
import type { AsteriskInstallation } from './installation/installation.ts';
import { freePort, requireFreePort } from './ports.ts';

export type PbxOptions = {
  installation: AsteriskInstallation;
  edge: EdgeInstallation;
  dataDir: string;
  host: string;
  sipPort: number;
  /** SIP over TLS, with the given certificate or a self-signed one; null for none */
  tls: { port: number; files: { certificate: string; key: string } | 'self-signed' } | null;
  rtpPorts: [number, number];
  externalAddress: string | undefined;
  /** A trial start beside the running Asterisk, so it must not register with carriers. */
  isTrial?: boolean;
  /** false: no endpoint cache, to measure what the cache gains */
  isCached?: boolean;
  /**
   * Seconds between two keep-alives of a phone. A phone that misses three OPTIONS counts as silent after six of these.
   * For tests.
   */
  roundSeconds?: number;
  /** for the role `asterisk` */
  databaseUrl: string;
  log: (line: string) => void;
};

/**
 * Starts Asterisk and the SIP edge in front of it, and writes the connection for call control. Resolves once both
 * respond and Asterisk has read a row from the database's views. If the edge ends, it is restarted, and calls continue
 * without it.
 */
export async function startPbx(options: PbxOptions): Promise<RunningAsterisk> {
  const { dataDir, databaseUrl } = options;
  const settings = await edgeSettings(options);
  const domain = domainOf({ ...settings, listening: await listenAddresses(options.host) });
  const asterisk = await startAsterisk({
    installation: options.installation,
    kind: 'pbx',
    leftOut: options.isTrial ? ['res_pjsip_outbound_registration.so'] : [],
    home: path.join(dataDir, 'asterisk'),
    sipHost: LOOPBACK,
    sipPort: settings.asteriskPort,
    rtpPorts: options.rtpPorts,
    values: {
      ...databaseValues(databaseUrl),
      ...cacheValues(options.isCached ?? true),
      emergencyDialplan: emergencyDialplan(),
    },
    environment: databaseEnvironment(databaseUrl, settings, domain),
    works: canReadDatabase,
  });
  const edge = runRestartLoop('The SIP edge', () => startAnEdge(options, settings), { log: options.log });
  try {
    await edge.first;
  } catch (error) {
    await edge.stop();
    await asterisk.stop();
    throw error;
  }
  writeRpcAddress(dataDir, settings);
  writeConnection(dataDir, 'voice', asterisk.connection);
  return {
    ...asterisk,
    exited: asterisk.exited.then(async (how) => {
      await edge.stop();
      return how;
    }),
    async stop() {
      await edge.stop();
      await asterisk.stop();
    },
  };
}

const LOOPBACK = '127.0.0.1';
/** Shorter than the 30 seconds after which many routers drop an idle UDP mapping. */
const ROUND_SECONDS = 20;

type Settings = EdgeOptions['settings'];
/** The settings that must survive a restart of the edge, because Asterisk is configured with them. */
type Fixed = Omit<Settings, 'listening' | 'tls'>;

async function edgeSettings({ sipPort, externalAddress, roundSeconds = ROUND_SECONDS }: PbxOptions): Promise<Fixed> {
  return {
    sipPort,
    asteriskPort: await freePort(),
    innerPort: await freePort(),
    keysPort: await freePort(),
    externalAddress: externalAddress && (await resolveIpv4(externalAddress).catch(() => externalAddress)),
    token: randomBytes(16).toString('hex'),
    carrierToken: randomBytes(16).toString('hex'),
    roundSeconds,
  };
}

async function startAnEdge(options: PbxOptions, fixed: Fixed) {
  const { host, sipPort, tls } = options;
  const listening = await listenAddresses(host);
  for (const { address } of listening.addresses) {
    await requireFreePort(address, sipPort, 'SIP_PORT');
    if (tls) await requireFreePort(address, tls.port, 'SIP_TLS_PORT');
  }
  const { home, account } = place(path.join(options.dataDir, 'edge'));
  return startEdge({
    edge: options.edge,
    home,
    account,
    settings: {
      ...fixed,
      listening,
      tls: tls && { port: tls.port, ...certificateFor(tls, { dataDir: options.dataDir, listening, home, account }) },
    },
    everywhere: listening.addresses.length > 1,
    onRefused: ({ source, reason, count }) => refusedRequests.count({ source, reason: WORDS[reason] }, count),
  });
}

const WORDS: Record<RefusedKind, RefusalReason> = {
  flood: 'too many requests',
  strangers: 'too many strangers',
  guessing: 'slowed down',
  password: 'wrong password',
  overload: 'too busy',
  connections: 'too many connections',
};

/** Copies the certificate files, because the edge's account may have no access to the originals. */
function certificateFor(
  { files }: NonNullable<PbxOptions['tls']>,
  {
    dataDir,
    listening,
    home,
    account,
  }: { dataDir: string; listening: Listening; home: string; account: Account | undefined },
): { certificate: string; key: string } {
  const from = files === 'self-signed' ? ensureCertificate(path.join(dataDir, 'tls'), listening.primary) : files;
  fs.mkdirSync(home, { recursive: true, mode: 0o700 });
  const own = { certificate: path.join(home, 'tls.pem'), key: path.join(home, 'tls.key') };
  for (const name of ['certificate', 'key'] as const) {
    fs.writeFileSync(own[name], fs.readFileSync(from[name]), { mode: 0o600 });
    chownTo(account, own[name]);
  }
  return own;
}

function databaseValues(url: string): Values {
  const { host, port, database, user, password } = new Client(url);
  if (!database || !user) throw new Error('The URL of Asterisk’s database names no database or no user.');
  return { dbHost: host, dbPort: port, dbName: database, dbUser: user, dbPassword: String(password) };
}

/** Settings that the driver's configuration doesn't support. Its library reads them from the environment. */
function databaseEnvironment(url: string, edge: Fixed, domain: string): Record<string, string> {
  const parameters = new URL(url).searchParams;
  const tls = ['sslmode', 'sslrootcert'].flatMap((name) => {
    const value = parameters.get(name);
    return value === null ? [] : [[`PG${name.toUpperCase()}`, value] as const];
  });
  return {
    ...Object.fromEntries(tls),
    PGCONNECT_TIMEOUT: '2',
    PGOPTIONS: [
      // the driver has one connection, so waiting long for a row lock would block every phone
      'statement_timeout=3000',
      // the address of this Asterisk's edge and the names it goes by, which the views return
      `strowger.edge=${LOOPBACK}:${edge.innerPort}`,
      `strowger.edge_token=${edge.token}`,
      `strowger.domain=${domain}`,
    ]
      .map((setting) => `-c ${setting}`)
      .join(' '),
  };
}

/**
 * Whether Asterisk can read from the database, by a row that is always in the view. A 404 means that the driver failed
 * to load or the database is down.
 */
export async function canReadDatabase(connection: VoiceConnection): Promise<boolean> {
  const { status } = await requestAri(connection, 'GET', 'asterisk/config/dynamic/res_pjsip/aor/strowger-probe');
  return status === 200;
}
