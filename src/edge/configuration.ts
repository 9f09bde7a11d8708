import fs from 'node:fs';
import path from 'node:path';
import { otherCharacters } from '../platform/numbers/other-characters.ts';
import { EMERGENCY_ANYWHERE, EMERGENCY_EVERYWHERE, PREFIXES_ANYWHERE } from '../platform/numbers/reserved.ts';
import type { Listening } from './addresses.ts';
import { MAX_CONNECTIONS } from './watch.ts';

/** Settings for one start of the edge. They fill in the template in `edge/`. */
export type EdgeSettings = {
  modulesDir: string;
  listening: Listening;
  sipPort: number;
  tls: { port: number; certificate: string; key: string } | null;
  /** the ports of Asterisk and of the edge's inner side, both on 127.0.0.1 */
  asteriskPort: number;
  innerPort: number;
  /** the port where call control learns which extensions phones watch, on 127.0.0.1 */
  keysPort: number;
  /** advertised instead of our own addresses, except to private networks */
  externalAddress: string | undefined;
  /** shared secret of Asterisk and the edge */
  token: string;
  /** secret in the Contact that carriers get, by which their in-dialog requests are recognized */
  carrierToken: string;
  /** seconds between two keep-alive packets to a phone */
  roundSeconds: number;
};

const PRIVATE_NETWORKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8'];
/** INVITEs that Asterisk leaves without any response for more than a second. Fewer may only have met a short pause. */
const MAX_WAITING = 16;
const TEMPLATE = path.resolve(import.meta.dirname, '../../edge/kamailio.cfg');

/** Renders Kamailio's configuration file. */
export function edgeConfiguration(settings: EdgeSettings): string {
  const {
    listening,
    sipPort,
    tls,
    externalAddress,
    asteriskPort,
    innerPort,
    keysPort,
    token,
    carrierToken,
    roundSeconds,
  } = settings;
  const values: Record<string, string | number> = {
    modules: settings.modulesDir,
    listen: listenLines(settings),
    tlsCore: tls ? `enable_tls=yes\ntls_max_connections=${MAX_CONNECTIONS}` : '',
    tlsModule: tls ? tlsLines(tls) : '',
    primary: listening.primary,
    sockets: socketLines(listening),
    shown: externalAddress === undefined ? '' : advertisedLines(externalAddress),
    advertise: externalAddress === undefined ? '' : `if ($var(ext) == 1) set_advertised_address("${externalAddress}");`,
    domain: domainOf(settings),
    tlsPort: tls?.port ?? 0,
    sipPort,
    asteriskPort,
    innerPort,
    keysPort,
    token,
    carrierToken,
    roundSeconds,
    emergencyNumbers: EMERGENCY_PATTERN,
    otherCharacters: characterLines(),
    maxWaiting: MAX_WAITING,
    maxConnections: MAX_CONNECTIONS,
  };
  return fs.readFileSync(TEMPLATE, 'utf8').replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The template needs a value for {{${name}}}.`);
    return String(value);
  });
}

/**
 * A user part that may stand for an emergency number: one with such an ending, since people dial digits for an outside line before it, or exactly a
 * number of a single country. A regular expression of POSIX.
 */
const EMERGENCY_PATTERN = `((^|[^0-9]|[*](67|82)|%23)(${PREFIXES_ANYWHERE.join('|')})?(${EMERGENCY_ANYWHERE.join('|')})|${EMERGENCY_EVERYWHERE.join('|')})(#|%23|;.*)?$`;

/** Replaces escaped digits and those of other scripts. A `#` stays escaped, as it must be in an address. */
function characterLines(): string {
  const lines = [...otherCharacters()].map(([ascii, others]) => {
    const escape = `%${ascii.charCodeAt(0).toString(16)}`;
    const written = ascii === '#' ? escape : ascii;
    const spellings = [escape, ...others.flatMap((other) => [encodeURIComponent(other), other])];
    return `$var(dialled) = $(var(dialled){re.subst,/(${spellings.join('|')})/${written}/gi});`;
  });
  return lines.join('\n    ');
}

/** The host part of our SIP addresses, in From and for phones. */
export const domainOf = ({ externalAddress, listening }: Pick<EdgeSettings, 'externalAddress' | 'listening'>): string =>
  externalAddress ?? listening.primary;

function listenLines({ listening, sipPort, tls, innerPort }: EdgeSettings): string {
  const outer = listening.addresses.flatMap(({ address }) => [
    `listen=udp:${address}:${sipPort}`,
    `listen=tcp:${address}:${sipPort}`,
    ...(tls ? [`listen=tls:${address}:${tls.port}`] : []),
  ]);
  return [`listen=udp:127.0.0.1:${innerPort}`, `listen=tcp:127.0.0.1:${innerPort}`, ...outer].join('\n');
}

function tlsLines({ certificate, key }: NonNullable<EdgeSettings['tls']>): string {
  for (const file of [certificate, key])
    if (/["\\\n]/.test(file))
      throw new Error(
        `The path ${file} contains a quote, backslash or line break, which Kamailio's configuration cannot express. Rename it.`,
      );
  return [
    'loadmodule "tls.so"',
    'modparam("tls", "tls_method", "TLSv1.2+")',
    // same as tcp_connection_lifetime
    'modparam("tls", "connection_timeout", 20)',
    `modparam("tls", "certificate", "${certificate}")`,
    `modparam("tls", "private_key", "${key}")`,
  ].join('\n');
}

/** Sends from the address whose network contains the other side. */
function socketLines({ addresses, primary }: Listening): string {
  const others = addresses.filter(({ address }) => address !== primary);
  if (others.length === 0) return '';
  const lines = others.map(
    ({ address, network }) => `if (is_in_subnet($var(d), "${network}")) $var(a) = "${address}";`,
  );
  return ['if (is_ipv4("$var(d)")) {', ...lines.map((line) => `    ${line}`), '}'].join('\n    ');
}

function advertisedLines(externalAddress: string): string {
  const inside = PRIVATE_NETWORKS.map((network) => `is_in_subnet($var(d), "${network}")`).join(' || ');
  return [
    '$var(ext) = 1;',
    `if (is_ipv4("$var(d)")) { if (${inside}) $var(ext) = 0; }`,
    `if ($var(ext) == 1) $var(shown) = "${externalAddress}";`,
  ].join('\n    ');
}
