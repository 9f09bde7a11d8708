import path from 'node:path';
import { requestAri } from './ari-request.ts';
import { type RunningAsterisk, startAsterisk } from './asterisk.ts';
import { readConnection, type VoiceConnection, writeConnection } from './connection.ts';
import type { AsteriskInstallation } from './installation/installation.ts';
import { freePort } from './ports.ts';

export type CarrierOptions = {
  installation: AsteriskInstallation;
  dataDir: string;
  /** where the platform's SIP edge listens */
  host: string;
  sipPort: number;
};

/** A running demo carrier, with the host and port for its trunk. */
export type DemoCarrier = RunningAsterisk & { host: string; port: number };

/** A separate range, so that it doesn't use the phones' ports. */
const RTP_PORTS: [number, number] = [30_000, 30_999];

const LOOPBACK = '127.0.0.1';

/**
 * Starts the demo carrier: a second Asterisk on a free loopback port. It answers any number with an echo, and can call
 * our numbers.
 */
export async function startCarrier({ installation, dataDir, host, sipPort }: CarrierOptions): Promise<DemoCarrier> {
  const port = await freePort();
  const everywhere = host === '0.0.0.0' || host === '::';
  const running = await startAsterisk({
    installation,
    kind: 'carrier',
    home: path.join(dataDir, 'carrier'),
    sipHost: LOOPBACK,
    sipPort: port,
    rtpPorts: RTP_PORTS,
    values: { pbx: `${everywhere ? LOOPBACK : host}:${sipPort}` },
    works: async (connection) => (await requestAri(connection, 'GET', 'asterisk/ping')).status === 200,
  });
  writeConnection(dataDir, 'carrier', running.connection);
  return { ...running, host: LOOPBACK, port };
}

/** How to reach the demo carrier of this data folder. Throws if there is none. */
export const carrierConnection = (dataDir: string): VoiceConnection => readConnection(dataDir, 'carrier');

/** What the caller does when answered: `echo` returns what it hears, `message` leaves a message. */
export type Caller = 'echo' | 'message';

/** Makes the carrier call one of our numbers, with `from` as caller ID. */
export async function callIn(
  carrier: VoiceConnection,
  number: string,
  { from, caller = 'echo' }: { from: string; caller?: Caller },
): Promise<void> {
  const { status, body } = await requestAri(carrier, 'POST', 'channels', {
    endpoint: `PJSIP/${number}@pbx`,
    context: 'caller',
    extension: caller === 'echo' ? 's' : caller,
    priority: 1,
    callerId: from,
    timeout: 60,
  });
  if (status !== 200) throw new Error(`The demo carrier cannot call ${number}: ${JSON.stringify(body)}`);
}
