import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { readConnection, takeControl, type VoiceConnection } from '../../asterisk/connection.ts';
import { type AriSocket, openAriSocket } from './ari-socket.ts';

export type AsteriskLinkOptions = {
  dataDir: string;
  /** an event from Asterisk, unparsed */
  onEvent: (text: string) => void;
  /** Called after each connection, before its first event. Events that arrive meanwhile wait until it is done. */
  takeOver: () => Promise<void>;
  onConnected: () => void;
  log: Logger;
};

export type AsteriskLink = {
  /** the current connection, or the last one; undefined before the first */
  connection(): VoiceConnection | undefined;
  isOpen(): boolean;
  /** Closes the connection for good. */
  stop(): Promise<void>;
};

const RECONNECT_MS = 100;

/** Stays connected to the Asterisk on this machine, which may restart at any time with another address. */
export function openAsteriskLink({ dataDir, onEvent, takeOver, onConnected, log }: AsteriskLinkOptions): AsteriskLink {
  const stopped = new AbortController();
  let connection: VoiceConnection | undefined;
  let socket: AriSocket | undefined;

  /** Connects once, until the connection ends. */
  async function connectOnce(): Promise<void> {
    connection = readConnection(dataDir);
    let backlog: string[] | null = [];
    socket = await openAriSocket(connection, (text) => (backlog ? backlog.push(text) : onEvent(text)));
    const giveUp = takeControl(dataDir);
    log.info({ node: connection.node }, 'call control is connected to Asterisk');
    try {
      await takeOver();
      for (const text of backlog) onEvent(text);
      backlog = null;
      onConnected();
      await socket.closed;
    } finally {
      giveUp();
      socket.close();
      socket = undefined;
    }
  }
  async function reconnectLoop(): Promise<void> {
    let logged = '';
    while (!stopped.signal.aborted) {
      await connectOnce().catch((err: unknown) => {
        // Log it once, not ten times a second.
        if (String(err) !== logged) log.warn({ err }, 'Asterisk is out of reach');
        logged = String(err);
      });
      await delay(RECONNECT_MS, undefined, { signal: stopped.signal }).catch(() => {});
    }
  }

  const done = reconnectLoop();
  return {
    connection: () => connection,
    isOpen: () => socket !== undefined,
    async stop() {
      stopped.abort();
      socket?.close();
      await done;
    },
  };
}
