/** IPv4 blocks outside the public internet (IANA's special-purpose registry), as `address/bits`. */
const CLOSED_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
].map((block) => {
  const [address = '', bits] = block.split('/');
  const divisor = 2 ** (32 - Number(bits));
  return { divisor, network: Math.floor((readV4(address) ?? 0) / divisor) };
});

/** The 32 bits of a dotted address; null if it isn't one. */
function readV4(text: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return parts?.every((part) => part < 256) ? parts.reduce((sum, part) => sum * 256 + part, 0) : null;
}

/** The first two groups of an IPv6 address in any notation; null if it isn't one. */
function readV6(text: string): [number, number] | null {
  if (!text.includes(':') || !URL.canParse(`http://[${text}]/`)) return null;
  const [left = ''] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::');
  const [first = 0, second = 0] = left.split(':').map((group) => Number.parseInt(group || '0', 16));
  return [first, second];
}

/**
 * Global unicast only. Addresses that embed an IPv4 address are always refused: mapped, compatible, translated and NAT64 addresses are outside
 * 2000::/3, and Teredo and 6to4 are listed.
 */
function isPublicV6([first, second]: [number, number]): boolean {
  if (first < 0x2000 || first > 0x3fff) return false;
  const isProtocol = first === 0x2001 && (second < 0x0200 || second === 0x0db8);
  return !isProtocol && first !== 0x2002 && !(first === 0x3fff && second < 0x1000);
}

/** Whether an IP address belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
  const v4 = readV4(address);
  if (v4 !== null) return !CLOSED_V4.some(({ divisor, network }) => Math.floor(v4 / divisor) === network);
  const v6 = readV6(address);
  return v6 !== null && isPublicV6(v6);
}

/** The host of a URL, without trailing dots. */
export const hostOf = (address: string): string => new URL(address).hostname.replace(/\.+$/, '');

/** Names that are only used within a machine or network. */
const CLOSED_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|localdomain)$/;

/** Ports of other services, which a web request could abuse. */
const CLOSED_PORTS = [
  22, 23, 25, 53, 110, 143, 389, 445, 465, 587, 993, 995, 1433, 2375, 3306, 5038, 5060, 5061, 5432, 6379, 8088, 9200,
  11211, 27017,
];

/**
 * Why the platform doesn't send requests to a URL; null if it may. A name can still resolve to a private address, which is checked when connecting.
 */
export function webAddressFault(address: string): string | null {
  if (!URL.canParse(address)) return 'Enter an address such as https://crm.example/calls.';
  const { protocol, port, username, password } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return 'Enter an address that starts with https://.';
  if (username !== '' || password !== '') return 'Leave out the user name and the password. Requests are signed.';
  const host = hostOf(address).replace(/^\[|\]$/g, '');
  if (readV4(host) !== null || host.includes(':'))
    return isPublicAddress(host) ? portFault(port) : 'This is an address of a private network. Enter a public one.';
  if (!host.includes('.') || CLOSED_NAME.test(host)) return 'This is a name of a private network. Enter a public one.';
  return portFault(port);
}

/** The servers of users that the platform sends to. `ownHosts`: the hosts of this service, to which it must never send its own requests. */
export type ServerRule = { privateAddresses: 'allow' | 'refuse'; ownHosts: readonly string[] };

/**
 * Why a user can't enter this address of a server, for webhooks and for webhook steps of call flows; null: it is fine. Messages contain private data,
 * so they have to be encrypted.
 */
export function serverFault(address: string, { privateAddresses, ownHosts }: ServerRule): string | null {
  if (privateAddresses === 'allow') return null;
  const fault = webAddressFault(address);
  if (fault !== null) return fault;
  if (new URL(address).protocol !== 'https:') return 'Enter an address that starts with https://.';
  return ownHosts.includes(hostOf(address))
    ? 'This is an address of this service. Enter one of your own server.'
    : null;
}

const portFault = (port: string): string | null =>
  CLOSED_PORTS.includes(Number(port || '443')) ? `Port ${port} is not used for web requests. Choose another.` : null;
