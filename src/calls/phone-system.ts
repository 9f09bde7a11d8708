import path from 'node:path';
import { Client } from 'pg';
import { z } from 'zod';
import { reservedMeaning } from '../platform/numbers/reserved.ts';
import { NOTE_VARIABLE } from './ari-events.ts';
import { requestAri } from './ari-request.ts';
import { type RunningEngine, startEngine } from './asterisk.ts';
import { type VoiceConnection, writeConnection } from './connection.ts';
import type { Values } from './engine-files.ts';
import type { AsteriskInstallation } from './installation.ts';

export type PhoneSystemOptions = {
  engine: AsteriskInstallation;
  dataDir: string;
  host: string;
  sipPort: number;
  rtpPorts: [number, number];
  externalAddress: string | undefined;
  /** of the role `asterisk` */
  databaseUrl: string;
};

/**
 * Starts the engine that serves phones and carriers and leaves its connection for call control. Resolves once it is
 * booted and has read a row of the database's views.
 */
export async function startPhoneSystem(options: PhoneSystemOptions): Promise<RunningEngine> {
  const { engine, dataDir, host, sipPort, rtpPorts, externalAddress, databaseUrl } = options;
  const running = await startEngine({
    engine,
    kind: 'pbx',
    home: path.join(dataDir, 'asterisk'),
    sipHost: host === '::' ? '0.0.0.0' : host,
    sipPort,
    rtpPorts,
    values: { ...databaseValues(databaseUrl), external: externalLines(externalAddress) },
    environment: databaseEnvironment(databaseUrl),
    works: readsTheDatabase,
  });
  writeConnection(dataDir, 'voice', running.connection);
  return running;
}

function databaseValues(url: string): Values {
  const { host, port, database, user, password } = new Client(url);
  return { dbHost: host, dbPort: port, dbName: database!, dbUser: user!, dbPassword: String(password) };
}

/** What the driver's configuration has no word for, its library reads from the environment. */
function databaseEnvironment(url: string): Record<string, string> {
  const asked = new URL(url).searchParams;
  const tls = ['sslmode', 'sslrootcert'].filter((name) => asked.has(name));
  return {
    ...Object.fromEntries(tls.map((name) => [`PG${name.toUpperCase()}`, asked.get(name)!])),
    PGCONNECT_TIMEOUT: '2',
    // a row lock that is held too long must not hold up every phone: the driver has one connection
    PGOPTIONS: '-c statement_timeout=3000',
  };
}

/** What SIP and SDP say behind NAT; phones in the same private network still get the inner address. */
function externalLines(address: string | undefined): string {
  if (address === undefined) return '';
  const local = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8'].map((range) => `local_net = ${range}`);
  return [`external_signaling_address = ${address}`, `external_media_address = ${address}`, ...local].join('\n');
}

/** A row that is always in the view: 404 means that the driver failed to load or the database does not answer. */
export async function readsTheDatabase(connection: VoiceConnection): Promise<boolean> {
  const { status } = await requestAri(connection, 'GET', 'asterisk/config/dynamic/res_pjsip/aor/strowger-probe');
  return status === 200;
}

/** What is read of a channel to know whether it belongs to an emergency call. */
const Channels = z.array(
  z.object({
    dialplan: z.object({ exten: z.string() }),
    channelvars: z.record(z.string(), z.string()).optional(),
  }),
);

/** Whether an emergency call is on. Throws when Asterisk does not tell. */
export async function emergencyCallIsOn(connection: VoiceConnection): Promise<boolean> {
  const { status, body } = await requestAri(connection, 'GET', 'channels');
  if (status !== 200) throw new Error(`Asterisk does not list its channels: ${status}`);
  return Channels.parse(body).some(
    ({ dialplan, channelvars }) =>
      reservedMeaning(dialplan.exten, 'US')?.kind === 'emergency' ||
      channelvars?.[NOTE_VARIABLE]?.includes('"emergency":true'),
  );
}
