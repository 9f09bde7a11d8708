import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { listeningPort } from '../platform/process/listening-port.ts';
import { systemErrorCode } from '../platform/process/system-error.ts';

/** Processes left behind by an earlier run end within this time. */
const LEFTOVER_MS = 3000;

/**
 * Checks that a port is free, because Asterisk only logs a failed bind and continues without phones. `setting`: the
 * setting that the port comes from.
 */
export async function requireFreePort(host: string, port: number, setting = 'SIP_PORT'): Promise<void> {
  for (const end = Date.now() + LEFTOVER_MS; ; await delay(100)) {
    const fault = await bindFault(host, port);
    if (fault === undefined) return;
    const code = systemErrorCode(fault) ?? fault.message;
    if (code === 'EADDRINUSE' && Date.now() < end) continue;
    const advice = `Stop the program that uses it, or set ${setting} to another port.`;
    throw new Error(`SIP cannot listen on ${host}:${port} (${code}). ${advice}`, { cause: fault });
  }
}

/** Finds a free port on loopback, for UDP and TCP. */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = listeningPort(server);
    server.close();
    await once(server, 'close');
    if (!(await bindFault('127.0.0.1', port))) return port;
  }
}

/** The error when binding a port. Undefined if it is free. */
async function bindFault(host: string, port: number): Promise<Error | undefined> {
  const udp = dgram.createSocket('udp4');
  const tcp = net.createServer();
  try {
    udp.bind(port, host);
    await once(udp, 'listening');
    tcp.listen(port, host);
    await once(tcp, 'listening');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    udp.close();
    tcp.close();
  }
}

/** How many channels these audio ports suffice for. Each channel takes one port for RTP and one for RTCP. */
export const audioChannelsOf = ([first, last]: readonly [number, number]): number => Math.floor((last - first + 1) / 2);
