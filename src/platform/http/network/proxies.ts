import { readNetwork } from './networks.ts';

/** Names that `TRUSTED_PROXIES` can contain besides addresses and networks. */
const NAMED: Record<string, readonly string[]> = { loopback: ['127.0.0.0/8', '::1/128'] };

/** Reads `10.0.0.5, 192.168.0.0/16, loopback` as a list of networks. Throws an error that names unreadable entries. */
export function readProxies(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .flatMap((entry) => {
      // a network of everything would let any client forge its address
      const networks = NAMED[entry] ?? [readNetwork(entry)].filter((network) => network !== null);
      if (networks.length === 0) {
        throw new Error(`“${entry}” is no address (10.0.0.5), network (10.0.0.0/8) or “loopback”.`);
      }
      return networks;
    });
}
