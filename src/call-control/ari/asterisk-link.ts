import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { readConnection, takeControl, type VoiceConnection } from '../../asterisk/connection.ts';
import { type AriSocket, openAriSocket } from './ari-socket.ts';

export type AsteriskLinkOptions = {
  dataDir: string;
  /** an event of Asterisk, as it came */
  onEvent: (text: string) => void;
  /** Called whenever the connection stands, before the first event: events that come meanwhile wait until it is done. */
  takeOver: () => Promise<void>;
  onConnected: () => void;
  log: Logger;
};

export type AsteriskLink = {
  /** the present connection, or the last one; undefined before there was any */
  connection(): VoiceConnection | undefined;
  isOpen(): boolean;
  /** Ends the connection and does not come back. */
  stop(): Promise<void>;
};

const RECONNECT_MS = 100;

/** Stays connected to the Asterisk on this machine, which may be started again at any time, then with another address. */
export function openAsteriskLink({ dataDir, onEvent, takeOver, onConnected, log }: AsteriskLinkOptions): AsteriskLink {
  const stopped = new AbortController();
  let connection: VoiceConnection | undefined;
  let socket: AriSocket | undefined;

  /** One connection, until it ends. */
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
        // once and not ten times a second
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
