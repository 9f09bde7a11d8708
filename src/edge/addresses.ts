import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import net from 'node:net';
import os from 'node:os';

/** The addresses on which the edge listens. */
export type Listening = {
  /** each address with its network, such as `192.168.1.5` and `192.168.1.0/24` */
  addresses: { address: string; network: string }[];
  /** the address used to reach the internet */
  primary: string;
};

/** Resolves `HOST` to addresses: all of this machine's, or the one named. */
export async function listenAddresses(host: string): Promise<Listening> {
  if (host !== '0.0.0.0' && host !== '::') {
    const address = await resolveIpv4(host);
    return { addresses: [{ address, network: `${address}/32` }], primary: address };
  }
  const addresses = ownAddresses();
  const used = await sourceAddressFor('192.0.2.1');
  const known = addresses.map(({ address }) => address);
  const outer = known.find((address) => !address.startsWith('127.'));
  return { addresses, primary: used && known.includes(used) ? used : (outer ?? '127.0.0.1') };
}

/** All current IPv4 addresses of this machine. */
export function ownAddresses(): Listening['addresses'] {
  return Object.values(os.networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family }) => family === 'IPv4')
    .map(({ address, netmask }) => ({ address, network: networkOf(address, netmask) }));
}

/** The IPv4 address that a host name resolves to. */
export async function resolveIpv4(host: string): Promise<string> {
  if (net.isIPv4(host)) return host;
  if (host === '::1') return '127.0.0.1';
  return (await lookup(host, { family: 4 })).address;
}

function networkOf(address: string, netmask: string): string {
  const mask = netmask.split('.').map(Number);
  const bits = mask.reduce((sum, octet) => sum + octet.toString(2).replaceAll('0', '').length, 0);
  const first = address.split('.').map((octet, at) => Number(octet) & (mask[at] ?? 0));
  return `${first.join('.')}/${bits}`;
}

/** The local address that the system would use to send to this host. Sends nothing. Undefined without a route. */
async function sourceAddressFor(host: string): Promise<string | undefined> {
  const socket = createSocket('udp4');
  try {
    socket.connect(9, host);
    await once(socket, 'connect');
    return socket.address().address;
  } catch {
    return undefined;
  } finally {
    socket.close();
  }
}
