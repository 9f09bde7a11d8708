import { BlockList, isIP } from 'node:net';

/** Reads `10.0.0.5` or `192.168.0.0/16`, IPv4 or IPv6, as a network with its length; null for invalid text and for a network of everything. */
export function readNetwork(text: string): string | null {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Infinity;
  return family === 0 || more.length > 0 || length > most || length === 0 ? null : `${address}/${length}`;
}

/** Tests whether an address is in one of the networks. An IPv4-mapped address counts as IPv4. */
export function networkTest(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  return (address) => {
    const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6');
  };
}
