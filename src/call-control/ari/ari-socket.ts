import { WebSocket } from 'ws';
import { requestAri } from '../../asterisk/ari-request.ts';
import type { VoiceConnection } from '../../asterisk/connection.ts';
import { APPLICATION, EVENT_TYPES } from './ari-events.ts';

export type AriSocket = {
  /** resolves when the connection has ended, for whatever reason */
  closed: Promise<void>;
  close(): void;
};

/** Asterisk answers pings. One that doesn't is frozen or gone. */
const PING_MS = 5000;

/**
 * Subscribes to the application and resolves once it has. Asterisk's events then arrive here in order. Without a
 * subscriber, the dialplan handles calls itself.
 */
export async function openAriSocket(connection: VoiceConnection, onEvent: (text: string) => void): Promise<AriSocket> {
  const { url, user, password } = connection;
  const address = `${url.replace(/^http/, 'ws')}/ari/events?app=${APPLICATION}`;
  const socket = new WebSocket(address, { auth: `${user}:${password}`, perMessageDeflate: false });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  // listen first: the first events may arrive with the response to the handshake
  socket.on('message', (data: Buffer) => onEvent(data.toString()));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.on('error', reject);
  });
  const alive = pingRegularly(socket);
  void closed.then(() => clearInterval(alive));
  const allowed = EVENT_TYPES.map((type) => ({ type }));
  await requestAri(connection, 'PUT', `applications/${APPLICATION}/eventFilter`, { allowed });
  return { closed, close: () => socket.terminate() };
}

function pingRegularly(socket: WebSocket): NodeJS.Timeout {
  let answered = true;
  socket.on('pong', () => (answered = true));
  return setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PING_MS);
}
