import { createSocket } from 'node:dgram';
import type { EdgeRpc } from './rpc.ts';

/** A number that a phone watches: the phone's endpoint, and the number in its tenant. */
export type Watching = { endpoint: string; number: string };

/**
 * Receives from the edge which numbers phones start to watch, until stopped. Datagrams may be lost, but Asterisk's list
 * is complete.
 */
export function listenForWatching(
  { keysPort }: EdgeRpc,
  onWatching: (began: Watching) => void,
  log: (error: unknown) => void,
): () => void {
  // reuse the address, so that a new call control can take over from the old one
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.on('error', log);
  socket.on('message', (message) => {
    const [endpoint = '', number = ''] = message.toString('utf8').split(' ');
    onWatching({ endpoint, number });
  });
  socket.bind(keysPort, '127.0.0.1');
  return () => socket.close();
}
