import { buildConnector } from 'undici';
import { ClosedAddress, guardedLookup, type Resolve } from './lookup.ts';

/** Names are checked when they are looked up. An address in the place of a name is not looked up, so what was connected to is checked again. */
export function guardedConnector(
  resolve: Resolve,
  isAllowed: (address: string) => boolean,
  timeout: number,
): buildConnector.connector {
  const connect = buildConnector({ lookup: guardedLookup(resolve, isAllowed), timeout });
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error) callback(error, null);
      else if (isAllowed(socket.remoteAddress ?? '')) callback(null, socket);
      else {
        socket.destroy();
        callback(new ClosedAddress(options.hostname), null);
      }
    });
}
