import type { Logger } from 'pino';
import { listWatching } from '../../asterisk/ami.ts';
import type { VoiceConnection } from '../../asterisk/connection.ts';
import { readRpcAddress } from '../../edge/rpc.ts';
import { listenForWatching } from '../../edge/watching.ts';
import { absentExtensions } from '../../extensions/silent-phones.ts';
import { watchableExtensions } from '../../extensions/watchable.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Request } from '../ari/ari.ts';
import { BusyStates } from './busy-states.ts';
import { type HintLoader, openHintLoader } from './hint-loader.ts';
import { openWatchedKeys, type WatchedKeys } from './watched-keys.ts';

export type PhoneKeysOptions = {
  db: Db;
  dataDir: string;
  connection: () => VoiceConnection | undefined;
  request: Request;
  log: Logger;
};

/** Phones' keys that show other extensions: what can be watched, what is watched, and its state. */
export type PhoneKeys = {
  states: Pick<BusyStates, 'onStep'>;
  hints: Pick<HintLoader, 'refresh'>;
  watched: Pick<WatchedKeys, 'phonesChanged' | 'refresh'>;
  /** Call this after connecting to Asterisk. */
  connected(): void;
  stop(): void;
};

export function openPhoneKeys({ db, dataDir, connection, request, log }: PhoneKeysOptions): PhoneKeys {
  const states = new BusyStates({
    request,
    log: (err) => log.warn({ err }, 'device states could not be set in Asterisk'),
  });
  const watched = openWatchedKeys({
    async list() {
      const to = connection();
      if (!to) throw new Error('Asterisk has not been reached yet.');
      return listWatching(to);
    },
    absentOf: (extensionIds) => absentExtensions(db, extensionIds),
    states,
    log: (err) => log.warn({ err }, 'could not read which extensions phones watch; trying again'),
  });
  const hints = openHintLoader({
    connection,
    readExtensions: () => watchableExtensions(db),
    onRead: watched.extensionsRead,
    request,
    log: (err) => log.warn({ err }, 'Asterisk’s hints could not be written; trying again'),
  });
  let stopListening = (): void => {};

  return {
    states,
    hints,
    watched,
    connected() {
      hints.refresh();
      watched.connected();
      // a restarted Asterisk has a new edge
      stopListening();
      stopListening = listenForWatching(readRpcAddress(dataDir), watched.began, (err) =>
        log.warn({ err }, 'the edge can’t say which extensions phones watch; Asterisk is asked every ten seconds'),
      );
    },
    stop() {
      hints.stop();
      watched.stop();
      stopListening();
    },
  };
}
