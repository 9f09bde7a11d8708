import { createSocket } from 'node:dgram';
import type { EdgeRpc } from './ask.ts';

/** What a phone watches: its endpoint, and the number of its tenant that it has subscribed to. */
export type Watching = { endpoint: string; number: string };

/** Receives from the edge which numbers phones begin to watch, until it is stopped. A datagram may be lost: Asterisk's list has all of them. */
export function listenForWatching(
  { keysPort }: EdgeRpc,
  onWatching: (began: Watching) => void,
  log: (error: unknown) => void,
): () => void {
  // reuse: a call control that takes over from another receives what comes from then on
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.on('error', log);
  socket.on('message', (message) => {
    const [endpoint = '', number = ''] = message.toString('utf8').split(' ');
    onWatching({ endpoint, number });
  });
  socket.bind(keysPort, '127.0.0.1');
  return () => socket.close();
}
