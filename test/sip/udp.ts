import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** Above the well-known ports, and below those that the system gives out itself. The audio of the tests' Asterisks begins at 10,000. */
const FIRST = 1100;
const LAST = 9999;
/** SIP's own ports, and those among which SIPp looks for audio ports. */
const isReserved = (port: number): boolean => port === 5060 || port === 5061 || (port >= 6000 && port < 6100);

/**
 * A socket of a test phone on a free port of `host`. The product finds ports for its parts among the system's, and uses them a second later: a phone
 * that got one of these meanwhile would keep Asterisk or the edge from starting.
 */
export async function openUdp(host = '127.0.0.1'): Promise<Socket> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    if (isReserved(port)) continue;
    try {
      return await bindUdp(port, host);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
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
