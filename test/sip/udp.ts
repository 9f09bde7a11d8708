import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** Below the ports that the system gives to whoever asks for any, above the well-known ones, and beside those that other parts of the tests use. */
const FIRST = 1100;
const LAST = 9999;
/** SIP's own, and where SIPp looks for ports for audio. */
const TAKEN = (port: number): boolean => port === 5060 || port === 5061 || (port >= 6000 && port < 6100);

/**
 * A socket of a test phone on a free port of `host`. The product finds ports for its parts among the system's, and uses them a second later: a phone
 * that got one of these meanwhile would keep Asterisk or the edge from starting.
 */
export async function openUdp(host = '127.0.0.1'): Promise<Socket> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    const socket = TAKEN(port) ? undefined : await bindUdp(port, host).catch(() => undefined);
    if (socket) return socket;
  }
}

/** A socket on this port. */
export async function bindUdp(port: number, host: string): Promise<Socket> {
  const socket = createSocket('udp4');
  try {
    socket.bind(port, host);
    await once(socket, 'listening');
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

export async function closeUdp(socket: Socket): Promise<void> {
  const closed = once(socket, 'close');
  socket.close();
  await closed;
}
