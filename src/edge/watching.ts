import { createSocket } from 'node:dgram';
import type { EdgeRpc } from './ask.ts';

/** A phone has begun to watch a number of its tenant: its SIP user name, and the number. */
export type OnWatching = (began: { endpoint: string; number: string }) => void;

/** Hears from the edge which numbers phones begin to watch, until it is stopped. A datagram may be lost: Asterisk's list has all of them. */
export function listenForWatching(
  { keysPort }: EdgeRpc,
  onWatching: OnWatching,
  log: (error: unknown) => void,
): () => void {
  // a call control that takes over from another one gets what comes from then on
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.on('error', log);
  socket.on('message', (message) => {
    const [endpoint = '', number = ''] = message.toString('utf8').split(' ');
    onWatching({ endpoint, number });
  });
  socket.bind(keysPort, '127.0.0.1');
  return () => socket.close();
}
