import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

const host = '127.0.0.1';

/** Whether nobody has this port of loopback, neither for TCP nor for UDP. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const socket = createSocket('udp4');
  try {
    server.listen(port, host);
    await once(server, 'listening');
    socket.bind(port, host);
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
    socket.close();
  }
}

/** A port that the system hands out to nobody by itself. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 1000);
    if (await isFree(port)) return port;
  }
}

/** Audio ports for some hundred calls at once; the engine passes over those that are taken. */
export function audioPorts(): string {
  const first = 10_000 + 2000 * Math.floor(Math.random() * 4);
  return `${first}-${first + 1999}`;
}
