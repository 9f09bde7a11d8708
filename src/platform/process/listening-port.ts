import type net from 'node:net';

/** The port that a TCP server listens on. */
export function listeningPort(server: net.Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server doesn’t listen on a port.');
  return address.port;
}
