import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { readConnection, takeControl, type VoiceConnection } from '../../asterisk/connection.ts';
import { openRepeatedFailures } from '../../platform/process/repeated-failure.ts';
import { type AriSocket, openAriSocket } from './ari-socket.ts';

/** What follows the connection. */
export type LinkFollower = {
  /** an event from Asterisk, unparsed */
  onEvent: (text: string) => void;
  /** Called after each connection, before its first event. Events that arrive meanwhile wait until it is done. */
  takeOver: () => Promise<void>;
  onConnected: () => void;
};

export type AsteriskLink = {
  /** Connects from now on. Until then there is no connection, and what needs one can be set up. */
  start(follower: LinkFollower): void;
  /** the current connection, or the last one; undefined before the first */
  connection(): VoiceConnection | undefined;
  isOpen(): boolean;
  /** Closes the connection for good. */
  stop(): Promise<void>;
};

const RECONNECT_MS = 100;

/** Stays connected to the Asterisk on this machine, which may restart at any time with another address. */
export function openAsteriskLink(dataDir: string, log: Logger): AsteriskLink {
  const stopped = new AbortController();
  const failures = openRepeatedFailures();
  let done: Promise<void> | undefined;
  let connection: VoiceConnection | undefined;
  let socket: AriSocket | undefined;

  /** Connects once, until the connection ends. */
  async function connectOnce({ onEvent, takeOver, onConnected }: LinkFollower): Promise<void> {
    connection = readConnection(dataDir);
    let backlog: string[] | null = [];
    socket = await openAriSocket(connection, (text) => (backlog ? backlog.push(text) : onEvent(text)));
    const giveUp = takeControl(dataDir);
    log.info({ node: connection.node }, 'call control is connected to Asterisk');
    try {
      await takeOver();
      for (const text of backlog) onEvent(text);
      backlog = null;
      failures.end();
      onConnected();
      await socket.closed;
    } finally {
      giveUp();
      socket.close();
      socket = undefined;
    }
  }
  async function reconnectLoop(follower: LinkFollower): Promise<void> {
    while (!stopped.signal.aborted) {
      await connectOnce(follower).catch((err: unknown) => {
        // log it once, not ten times a second
        if (failures.isNew(err)) log.warn({ err }, 'Asterisk is out of reach');
      });
      await delay(RECONNECT_MS, undefined, { signal: stopped.signal }).catch(() => {});
    }
  }

  return {
    start(follower) {
      done ??= reconnectLoop(follower);
    },
    connection: () => connection,
    isOpen: () => socket !== undefined,
    async stop() {
      stopped.abort();
      socket?.close();
      await done;
    },
  };
}
