import type { Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';

/** How long a browser or a program may take. A page on a slow line needs seconds; who needs longer is not sending a request. */
export const TIME_LIMITS = {
  /** All of a request, headers and body. */
  requestTimeout: 30_000,
  headersTimeout: 15_000,
  /** A connection on which nothing moves, in either direction. */
  connectionTimeout: 120_000,
  /** Longer than load balancers keep theirs (60 s), so that it is the balancer that closes an idle one. */
  keepAliveTimeout: 65_000,
  /** How often the first two are looked at. */
  connectionsCheckingInterval: 5000,
} as const;

export const MOST_CONNECTIONS = { all: 10_000, ofOneAddress: 200 } as const;

/**
 * Bounds how many connections are open, in all and from one address, so that a single client cannot take them all.
 * A trusted proxy speaks for many and is bounded by the total only.
 */
export function limitConnections(
  server: HttpServer,
  isProxy: (address: string) => boolean,
  most: { all: number; ofOneAddress: number } = MOST_CONNECTIONS,
): void {
  const open = new Map<string, number>();
  server.maxConnections = most.all;
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress;
    if (address === undefined || isProxy(address)) return;
    const count = (open.get(address) ?? 0) + 1;
    if (count > most.ofOneAddress) return socket.destroy();
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    return undefined;
  });
}
