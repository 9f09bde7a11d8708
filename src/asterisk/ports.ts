import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What an earlier run left behind ends within this time. */
const LEFTOVER_MS = 3000;

/** Asterisk only logs that it could not bind, and goes on without phones: so it is found out before. `setting` is where the port comes from. */
export async function mustBeFree(host: string, port: number, setting = 'SIP_PORT'): Promise<void> {
  for (const end = Date.now() + LEFTOVER_MS; ; await delay(100)) {
    const fault = await bindFault(host, port);
    if (fault === undefined) return;
    const code = 'code' in fault ? fault.code : fault.message;
    if (code === 'EADDRINUSE' && Date.now() < end) continue;
    const advice = `Stop the program that uses it, or set ${setting} to another port.`;
    throw new Error(`SIP cannot listen on ${host}:${port} (${code}). ${advice}`, { cause: fault });
  }
}

/** A port on loopback that nothing uses now, for UDP and TCP. */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    server.close();
    await once(server, 'close');
    if (!(await bindFault('127.0.0.1', port))) return port;
  }
}

/** Why a port cannot be listened on; undefined if it can. */
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

/** How many channels these audio ports are enough for: each takes one for its sound, and one for RTCP. */
export const audioChannelsOf = ([first, last]: readonly [number, number]): number => Math.floor((last - first + 1) / 2);
