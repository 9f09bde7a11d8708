import { type EndpointCache, openEndpointCache } from '../../asterisk/configuration/endpoint-cache.ts';
import { edgeStartedAt, restorePhones, silentPhones } from '../../edge/phones.ts';
import { readRpcAddress } from '../../edge/rpc.ts';
import { markSilentPhones, phonesOfNode } from '../../extensions/silent-phones.ts';
import type { AsteriskAccess } from '../ari/asterisk-access.ts';
import type { ControlOptions } from '../control-options.ts';
import { type Lamps, openLamps } from '../lamps/lamps.ts';
import { openPhoneKeys, type PhoneKeys } from '../lamps/phone-keys.ts';
import { openPhoneWatch, type PhoneWatch } from '../phone-watch.ts';

/** The registered phones: what Asterisk and the edge know of them, and what they show. */
export type Phones = {
  endpoints: EndpointCache;
  keys: PhoneKeys;
  lamps: Lamps;
  stop(): void;
};

export function openPhones({ db, dataDir, log }: ControlOptions, { connection, request }: AsteriskAccess): Phones {
  const endpoints = openEndpointCache(connection, (err) =>
    log.warn({ err }, 'Asterisk could not be notified of changed phones; it notices within a minute'),
  );
  const keys = openPhoneKeys({ db, dataDir, connection, request, log });
  const lamps = openLamps({ db, dataDir, request, log: (err) => log.warn({ err }, 'message lamps were not set') });
  const watch = watchPhones({ db, dataDir, log }, connection);
  return {
    endpoints,
    keys,
    lamps,
    stop() {
      watch.stop();
      keys.stop();
    },
  };
}

const watchPhones = (
  { db, dataDir, log }: Pick<ControlOptions, 'db' | 'dataDir' | 'log'>,
  connection: AsteriskAccess['connection'],
): PhoneWatch =>
  openPhoneWatch({
    node: () => connection()?.node,
    edge: {
      startedAt: () => edgeStartedAt(readRpcAddress(dataDir)),
      silentPhones: () => silentPhones(readRpcAddress(dataDir)),
      restore: (registered) => restorePhones(readRpcAddress(dataDir), registered),
    },
    database: {
      phones: (node) => phonesOfNode(db, node),
      markSilent: (node, addresses) => markSilentPhones(db, node, addresses),
    },
    log: (err) => log.warn({ err }, 'could not read silent phones from the edge, or save them; trying again'),
  });
