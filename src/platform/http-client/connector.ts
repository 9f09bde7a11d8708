import { buildConnector } from 'undici';
import { ClosedAddress, guardedLookup, type Resolve } from './lookup.ts';

/** Names are checked when they are resolved. A literal address isn't resolved, so the connected address is checked again. */
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
