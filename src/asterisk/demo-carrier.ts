import path from 'node:path';
import { requestAri } from './ari-request.ts';
import { type RunningAsterisk, startAsterisk } from './asterisk.ts';
import { readConnection, type VoiceConnection, writeConnection } from './connection.ts';
import type { AsteriskInstallation } from './installation.ts';
import { freePort } from './ports.ts';

export type CarrierOptions = {
  installation: AsteriskInstallation;
  dataDir: string;
  /** where the phone system listens */
  host: string;
  sipPort: number;
};

/** A carrier and where it listens: what its trunk's row has to say. */
export type DemoCarrier = RunningAsterisk & { host: string; port: number };

/** Its own range of ports, so that it does not take the phones' ones. */
const RTP_PORTS: [number, number] = [30_000, 30_999];

const LOOPBACK = '127.0.0.1';

/**
 * The outside world of the demo: a second Asterisk on a free port of loopback that answers any number with an echo, and can call
 * any of our numbers in.
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

/** How to reach the carrier that runs beside this data folder. Throws if none does. */
export const carrierConnection = (dataDir: string): VoiceConnection => readConnection(dataDir, 'carrier');

/** What the caller does once it is answered: it says back what it hears, or leaves a message. */
export type Caller = 'echo' | 'message';

/** Has the carrier call a number in, as from `from`. */
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
