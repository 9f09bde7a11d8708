import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';

/** All addresses of a name. Throws if it has none. */
export type Resolve = (hostname: string) => Promise<string[]>;

/**
 * Queries the name servers directly, because `dns.lookup` uses the thread pool of the file system, which a slow name server would block. Ignores the
 * hosts file on purpose.
 */
export function askNameServers(): Resolve {
  const resolver = new Resolver({ timeout: 1500, tries: 1 });
  return async (hostname) => {
    const found = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const addresses = found.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    if (addresses.length === 0) throw new Error(`${hostname} has no address.`);
    return addresses;
  };
}

/** Thrown for a forbidden address. */
export class ClosedAddress extends Error {
  constructor(hostname: string) {
    super(`${hostname} leads to a private network.`);
  }
}

/** Resolves a name for a connection, which then uses exactly the checked addresses. A single private one refuses them all. */
export function guardedLookup(resolve: Resolve, isAllowed: (address: string) => boolean): LookupFunction {
  const find = callbackify(async (hostname: string): Promise<LookupAddress[]> => {
    const addresses = await resolve(hostname);
    if (!addresses.every(isAllowed)) throw new ClosedAddress(hostname);
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  });
  return (hostname, { all }, callback) =>
    find(hostname, (error, found) => {
      if (error) callback(error, '');
      else if (all) callback(null, found);
      else callback(null, found[0]?.address ?? '', found[0]?.family);
    });
}
