import { connect } from 'node:net';
import type { Watching } from '../edge/watching.ts';
import type { VoiceConnection } from './connection.ts';

const TIMEOUT_MS = 3000;

export type AmiAction = { Action: string } & Record<string, string>;

/** Sends actions one after the other over a new connection and returns everything that Asterisk sent. Rejects when it doesn't respond. */
export function sendActions(
  { amiPort, user, password }: VoiceConnection,
  actions: readonly AmiAction[],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(amiPort, '127.0.0.1');
    let text = '';
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('Asterisk does not answer on its manager port.')));
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
    const login = { Action: 'Login', Username: user, Secret: password, Events: 'off' };
    socket.write([login, ...actions, { Action: 'Logoff' }].map(written).join(''));
  });
}

/**
 * The registrations that Asterisk has, by name, with the state of each (`Registered`, `Unregistered`, `Rejected`, …),
 * or '' for one that it does nothing for.
 */
export const listRegistrations = async (connection: VoiceConnection): Promise<Map<string, string>> =>
  readRegistrations(await sendActions(connection, [{ Action: 'PJSIPShowRegistrationsOutbound' }]));

const written = (action: Record<string, string>): string =>
  `${Object.entries(action)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;

export function readRegistrations(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const fields of eventsOf(text, 'OutboundRegistrationDetail')) {
    const name = fields.get('ObjectName');
    if (name !== undefined) found.set(name, fields.get('Status') ?? '');
  }
  return found;
}

/** The numbers that phones watch (event packages `dialog` and `presence`). */
export const listWatching = async (connection: VoiceConnection): Promise<Watching[]> =>
  readWatching(await sendActions(connection, [{ Action: 'PJSIPShowSubscriptionsInbound' }]));

export function readWatching(text: string): Watching[] {
  return eventsOf(text, 'InboundSubscriptionDetail').flatMap((fields) => {
    const [endpoint, number] = [fields.get('Endpoint'), fields.get('Extension')];
    return endpoint === undefined || number === undefined ? [] : [{ endpoint, number }];
  });
}

/** The events of one kind, as maps of their fields. */
const eventsOf = (text: string, kind: string): Map<string, string>[] =>
  text
    .split('\r\n\r\n')
    .map((event) => new Map(event.split('\r\n').map(fieldOf)))
    .filter((fields) => fields.get('Event') === kind);

function fieldOf(line: string): [string, string] {
  const at = line.indexOf(': ');
  return [line.slice(0, at), line.slice(at + 2)];
}
