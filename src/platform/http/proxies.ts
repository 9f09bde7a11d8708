import { BlockList, isIP } from 'node:net';

/** What `TRUSTED_PROXIES` may name beside addresses and networks. */
const NAMED: Record<string, readonly string[]> = { loopback: ['127.0.0.0/8', '::1/128'] };

/** `10.0.0.5, 192.168.0.0/16, loopback` as a list of networks; throws with what cannot be read. */
export function readProxies(text: string): string[] {
  const entries = text.split(/[\s,]+/).filter(Boolean);
  return entries.flatMap((entry) => {
    const named = NAMED[entry];
    if (named) return named;
    const [address = '', bits, ...more] = entry.split('/');
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Infinity;
    // a network of everything would let any client name the address it comes from
    if (family === 0 || more.length > 0 || length > most || length === 0) {
      throw new Error(`“${entry}” is no address (10.0.0.5), network (10.0.0.0/8) or “loopback”.`);
    }
    return [`${address}/${length}`];
  });
}

/** Whether an address is that of a trusted proxy. */
export function proxyTest(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  return (address) => {
    // an IPv4 client of a socket that listens on both families
    const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6');
  };
}
