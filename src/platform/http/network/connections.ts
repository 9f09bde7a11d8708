import type { Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';

/** Time limits in milliseconds. On a slow connection, a page needs seconds; anything longer isn't a real request. */
export const TIME_LIMITS = {
  /** For the whole request, headers and body. */
  requestTimeout: 30_000,
  headersTimeout: 15_000,
  /** For a connection with no traffic in either direction. */
  connectionTimeout: 120_000,
  /** Longer than usual in load balancers (60 s), so that the balancer closes idle connections first. */
  keepAliveTimeout: 65_000,
  /** How often the first two are checked. */
  connectionsCheckingInterval: 5000,
} as const;

export const MAX_CONNECTIONS = { all: 10_000, ofOneAddress: 200 } as const;

/**
 * Limits the open connections, in all and from one address, so that one client can't take them all. Only the total applies to a
 * trusted proxy, which speaks for many.
 */
export function limitConnections(
  server: HttpServer,
  isProxy: (address: string) => boolean,
  max: { all: number; ofOneAddress: number } = MAX_CONNECTIONS,
): void {
  const open = new Map<string, number>();
  server.maxConnections = max.all;
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress;
    if (address === undefined || isProxy(address)) return;
    const count = (open.get(address) ?? 0) + 1;
    if (count > max.ofOneAddress) return socket.destroy();
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    return undefined;
  });
}
