import { expect, test } from 'vitest';
import { readRegistrations } from '../asterisk/ami.ts';
import { type Ari, openRegistrar, type TrunkLogin } from './registrar.ts';
import { readRegistration, reasonFromLog } from './registration.ts';

const SERVER = 'sip:192.0.2.1:5060';

test.each([
  [
    `Fatal response '401' received from '${SERVER}' on registration attempt to 'sip:a@b', stopping outbound registration`,
    '401: wrong user name or password',
  ],
  [
    `403 Forbidden fatal response received from '${SERVER}' on registration attempt to 'sip:a@b', retrying in '300' seconds`,
    '403 Forbidden',
  ],
  [
    `'404' fatal response received from '${SERVER}' on registration attempt to 'sip:a@b', retrying in '300' seconds`,
    '404: unknown user name',
  ],
  [`Temporal response '503' received from '${SERVER}' on registration attempt to 'sip:a@b', retrying in '15'`, '503'],
  [`No response received from '${SERVER}' on registration attempt to 'sip:a@b', retrying in '15'`, 'no response'],
  ["Fatal response '403' received from 'sip:other:5060' on registration attempt to 'sip:a@b', stopping", ''],
])('%s', (line, reason) => {
  expect(reasonFromLog(`[2026-11-28 18:00:00.000] WARNING[1]: x.c:1 f: ${line}\n`, SERVER)).toBe(reason);
});

test('the last attempt decides', () => {
  const line = (code: string) =>
    `Fatal response '${code}' received from '${SERVER}' on registration attempt to 'sip:a@b'\n`;
  expect(reasonFromLog(line('401') + line('403'), SERVER)).toBe('403 Forbidden');
});

test.each([
  ['Registered', 'registered'],
  ['Rejected', 'refused'],
  ['Unregistered', 'pending'],
  [undefined, 'pending'],
])('Asterisk’s %s is %s', (status, state) => expect(readRegistration(status, 'x').state).toBe(state));

test('only registrations are read from AMI’s output', () => {
  const detail = (name: string, status: string) =>
    `Event: OutboundRegistrationDetail\r\nObjectType: registration\r\nObjectName: ${name}\r\nStatus: ${status}\r\n\r\n`;
  const text = `Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nMessage: x\r\n\r\n${detail('trunk-1', 'Registered')}${detail('trunk-2', 'Rejected')}Event: AuthDetail\r\nObjectName: trunk-1\r\n\r\n`;
  expect([...readRegistrations(text)]).toEqual([
    ['trunk-1', 'Registered'],
    ['trunk-2', 'Rejected'],
  ]);
});

/** A stub of Asterisk that accepts everything and records the requests. */
function asterisk() {
  const done: string[] = [];
  const ari: Ari = async (method, path, body) => {
    const fields = (body as { fields?: { attribute: string; value: string }[] } | undefined)?.fields ?? [];
    const shown = fields.filter(({ attribute }) => /password|outbound_proxy|client_uri/.test(attribute));
    const at = path.replace('asterisk/config/dynamic/res_pjsip/', '');
    if (method !== 'GET') done.push([method, at, ...shown.map(({ value }) => value)].join(' ').trim());
    const aor = [{ attribute: 'outbound_proxy', value: 'sip:carrier@127.0.0.1:5;lr' }];
    return { status: method === 'DELETE' ? 204 : 200, body: method === 'GET' ? aor : undefined };
  };
  return { done, registrar: openRegistrar(ari) };
}
const login = (more: Partial<TrunkLogin> = {}): TrunkLogin => ({
  id: '1',
  host: '192.0.2.1',
  port: 5060,
  username: 'north@wind',
  password: 'secret',
  registers: true,
  ...more,
});

test('a login is sent once, again when it or Asterisk changes, and removed when it is deleted', async () => {
  const { done, registrar } = asterisk();
  await registrar.sync([login()], []);
  expect(done.splice(0)).toEqual([
    'PUT auth/trunk-1 secret',
    'DELETE registration/trunk-1',
    'PUT registration/trunk-1 sip:north%40wind@192.0.2.1:5060 sip:carrier@127.0.0.1:5;lr',
  ]);
  await registrar.sync([login()], ['trunk-1']);
  expect(done.splice(0)).toEqual([]);
  await registrar.sync([login({ registers: false })], ['trunk-1']);
  expect(done.splice(0)).toEqual([
    'PUT auth/trunk-1 secret',
    'DELETE registration/trunk-1',
    'DELETE registration/trunk-1',
  ]);
  registrar.reset();
  await registrar.sync([login({ registers: false })], []);
  expect(done.splice(0)).toEqual(['PUT auth/trunk-1 secret', 'DELETE registration/trunk-1']);
  await registrar.sync([], []);
  expect(done.splice(0)).toEqual(['DELETE registration/trunk-1', 'DELETE auth/trunk-1']);
});

test('a registration of no known trunk is ended', async () => {
  const { done, registrar } = asterisk();
  await registrar.sync([], ['trunk-9']);
  expect(done).toEqual(['DELETE registration/trunk-9']);
});
